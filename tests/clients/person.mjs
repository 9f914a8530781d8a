// What one person does, told to an SDK for servers: a visit, two accounts that turn out to be hers, a company, many mails opened.
// The last line on standard output is how many calls were made.
export async function live(sdk, name) {
  const user = `${name}-user`;
  const day = 24 * 60 * 60 * 1000;
  let sent = 0;
  const say = (kind, call) => { sdk[kind](call); sent += 1; };

  say('page', { anonymousId: `${name}-device`, name: 'Pricing', properties: { path: '/pricing' } });
  say('track', { userId: `${name}-old`, event: 'Email Link Clicked', timestamp: new Date(Date.now() - day) });
  say('identify', { userId: user, anonymousId: `${name}-device`, traits: { email: `${name}@acme.example`, title: 'Plant Manager', employees: 120 } });
  say('track', { userId: user, event: 'Quote Requested', properties: { product: 'Größe 5 – “Ω” 🚀' } });
  say('group', { userId: user, groupId: `${name}-company`, traits: { industry: 'Steel' } });
  say('screen', { userId: user, name: 'Home' });
  await new Promise(done => setTimeout(done, 400));
  say('alias', { userId: user, previousId: `${name}-old` });
  for (let i = 0; i < 20; i += 1) {
    say('track', { userId: user, event: 'Email Opened', properties: { mail: i } });
  }

  return sent;
}
