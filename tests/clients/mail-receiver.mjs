// A mail server that takes mails, or fails in the ways that mail servers do, and reads what it has taken as mail programs would.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { listen, say } from './commands.mjs';

const how = { code: 250, at: 'data', mode: 'answer' };
let connections = 0;

function answer(at, callback) {
  if (how.mode === 'hang') return;
  if (how.at === at && how.code >= 400) callback(Object.assign(new Error('as the test wants it'), { responseCode: how.code }));
  else callback();
}

const server = new SMTPServer({
  authOptional: !process.env.PASSWORD,
  allowInsecureAuth: true,
  disabledCommands: process.env.PASSWORD ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
  onConnect: (_, callback) => { connections++; callback(); },
  onAuth: (auth, _, callback) => auth.password === process.env.PASSWORD ? callback(null, { user: auth.username }) : callback(Object.assign(new Error('no'), { responseCode: 535 })),
  onRcptTo: (_, __, callback) => answer('rcpt', callback),
  onData: (stream, session, callback) => {
    simpleParser(stream).then(mail => {
      const isTaken = how.mode !== 'hang' && !(how.at === 'data' && how.code >= 400);
      say({
        taken: isTaken,
        recipients: session.envelope.rcptTo.map(to => to.address),
        sender: session.envelope.mailFrom.address,
        subject: mail.subject,
        from: mail.from?.text,
        to: mail.to?.text,
        cc: mail.cc?.text ?? null,
        replyTo: mail.replyTo?.text ?? null,
        id: mail.messageId,
        text: mail.text,
        html: mail.html,
        headers: mail.headerLines.map(header => header.line),
        connections,
      });
      answer('data', callback);
    }).catch(() => { });   // the sender was killed in the middle of it
  },
});
server.on('error', () => { });
listen(server, command => Object.assign(how, command));
