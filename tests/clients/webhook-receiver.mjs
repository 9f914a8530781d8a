// Takes webhooks, and checks their signatures with the library that receivers use.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { listen, say } from './commands.mjs';

const how = { status: 204, headers: {}, secrets: [], mode: 'answer', poison: null };

function verifiedBy(secret, body, headers) {
  // The test moves the sender's clock; how old a message may be is the library's affair.
  const real = Date.now;
  Date.now = () => Number(headers['webhook-timestamp']) * 1000;
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = real;
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.on('error', () => { });
  request.on('data', piece => body += piece).on('end', () => {
    const status = how.poison && body.includes(how.poison) ? 400 : how.mode === 'answer' ? how.status : 0;
    say({
      path: request.url,
      id: request.headers['webhook-id'],
      timestamp: request.headers['webhook-timestamp'],
      type: request.headers['content-type'],
      verified: how.secrets.map(secret => verifiedBy(secret, body, request.headers)),
      body,
      status,
    });
    if (how.mode === 'break') request.socket.destroy();
    else if (how.mode === 'answer') setTimeout(() => response.writeHead(status, how.headers).end(how.answer ?? ''), how.wait ?? 0);
  });
});
server.keepAliveTimeout = 60_000;
listen(server, command => Object.assign(how, command));
