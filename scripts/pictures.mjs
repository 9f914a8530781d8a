// What there is a picture of. By its name: who looks, and at what: an address, or a function that finds it, or goes there itself and gives none.
// They are taken in this order for each person, on a database of their own for each look, so that what one of them does is seen by those after it alone.
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const leads = fileURLToPath(new URL('../samples/leads.csv', import.meta.url));
const dayFrom = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The first address on a page of those that match. */
const first = (list, selector) => async page => {
  await page.goto(list);
  const found = await page.locator(selector).first().getAttribute('href');
  if (!found) throw new Error(`${list} has no link ${selector}.`);
  return found;
};
const lead = first('/leads', 'a[href^="/leads/0"]');
const ofLead = part => async page => `${await lead(page)}/${part}`;
const workLead = first('/', 'a[data-row-link]');
const ofWork = part => async page => `${await workLead(page)}/${part}`;

/** Fills a form in and sends it: the fields by their ids, the button by its selector where the form has several. */
async function send(page, form, fields, button = 'button[type=submit]:not([formnovalidate])') {
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).evaluate((field, said) => { field.value = said; }, value);
  await Promise.all([page.waitForResponse(answer => answer.request().method() === 'POST'), page.locator(`${form}[method=post]`).evaluate((one, selector) => one.querySelector(selector).click(), button)]);
  await page.waitForTimeout(500);   // the page that the answer leads to, loaded or put in place
}

async function addTask(page) {
  const address = await lead(page);
  await page.goto(`${address}/tasks`);
  await send(page, 'form[action$="/tasks"]', { title: 'Send the drawing of the new line', day: dayFrom(2) });
  await page.goto(address);
  return (await page.locator('a[href*="/drop"]').first().getAttribute('href')).replace(/\/drop.*/, '');
}

const targets = {
  channels: { name: '#leads', url: 'https://hooks.slack.com/services/T00000000/B00000000/xxxxxxxx' },
  webhooks: { name: 'CRM', url: 'https://crm.packline.example/baton' },
};

/** Adds what messages go to, and is then on the page that says so. */
async function addTarget(page, kind) {
  await page.goto(`/settings/${kind}/new`);
  await send(page, `form[action="/settings/${kind}/new"]`, targets[kind]);
}

/** The address of what messages go to. */
async function target(page, kind) {
  await addTarget(page, kind);
  return first(`/settings/${kind}`, `a[href^="/settings/${kind}/0"]`)(page);
}

async function lookAtFile(page) {
  await page.goto('/settings/imports');
  await page.setInputFiles('#file', leads);
  await send(page, 'form[enctype]', {});
}

async function draft(page) {
  await page.goto('/playbook/1/edit');
  await page.fill('#yaml', (await page.inputValue('#yaml')).replace('points: 10', 'points: 12'));
  await send(page, '#playbook-editor', {}, '[formaction="/playbook"]');
}

async function tick(page) {
  await page.goto('/leads?stage=MQL');
  await page.locator('input[form="chosen"], input[name="lead"]').evaluateAll(boxes => boxes.slice(0, 3).forEach(box => box.click()));
}

/** Asks for a code at each sign-in from now on. */
async function askForCode(page) {
  await page.goto('/me/code');
  const key = (await page.locator('code.user-select-all').textContent()).replaceAll(' ', '');
  const bits = [...key].map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const turn = Buffer.alloc(8);
  turn.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))).update(turn).digest();
  const code = (hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000;
  await send(page, 'form[action="/me/code"]', { code: String(code).padStart(6, '0') });
}

export const pictures = {
  'my-work': ['lena.vogt', '/'],
  keyboard: ['lena.vogt', async page => { await page.goto('/'); await page.waitForTimeout(500); await page.keyboard.press('?'); }],
  'accept-form': ['lena.vogt', ofWork('accept')],
  'give-back': ['lena.vogt', ofWork('reject')],
  'log-a-call': ['lena.vogt', ofWork('contacts')],
  note: ['lena.vogt', ofWork('notes')],
  'task-new': ['lena.vogt', ofWork('tasks')],
  'task-done': ['lena.vogt', async page => `${await addTask(page)}/done`],
  'task-drop': ['lena.vogt', async page => `${await addTask(page)}/drop`],
  snooze: ['lena.vogt', ofWork('snooze')],
  resume: ['lena.vogt', async page => {
    await page.goto(await ofWork('snooze')(page));
    const address = new URL(page.url()).pathname;
    await send(page, 'form[action$="/snooze"]', { reason: 'on holiday' });
    return address.replace(/snooze$/, 'resume');
  }],
  lead: ['stefan.lang', lead],
  'my-work-executive': ['stefan.lang', '/'],
  brief: ['stefan.lang', async page => { await page.goto(await workLead(page)); return page.locator('a[href*="/brief"]').first().getAttribute('href'); }],
  answers: ['stefan.lang', ofLead('answers')],
  leads: ['katja.brandt', '/leads'],
  'leads-search': ['katja.brandt', '/leads?q=weber'],
  'leads-chosen': ['katja.brandt', tick],
  'leads-board': ['katja.brandt', '/leads/board'],
  'lead-as-of': ['katja.brandt', async page => `${await lead(page)}?asOf=${dayFrom(-120)}`],
  'move-by-hand': ['katja.brandt', ofLead('move')],
  merge: ['katja.brandt', async page => `${await lead(page)}/merge?q=weber`],
  accounts: ['katja.brandt', '/accounts'],
  account: ['katja.brandt', first('/accounts', 'a[href^="/accounts/0"]')],
  'leads-moved': ['katja.brandt', async page => { await tick(page); await send(page, '#chosen', { 'move-reason': 'They asked for it at the fair' }, '[formaction="/leads/chosen/move"]'); }],
  playbook: ['marketing', '/playbook'],
  'playbook-version': ['marketing', '/playbook/1'],
  'playbook-print': ['marketing', '/playbook/1/print'],
  'playbook-new': ['marketing', '/playbook/new'],
  'playbook-edit': ['marketing', '/playbook/1/edit'],
  'playbook-draft': ['marketing', draft],
  'playbook-compare': ['marketing', async page => { await draft(page); return '/playbook/compare?from=1&to=2'; }],
  'playbook-history': ['marketing', '/playbook/history'],
  start: ['admin', '/start'],
  people: ['admin', '/settings/people'],
  teams: ['admin', '/settings/teams'],
  team: ['admin', first('/settings/teams', 'a[href^="/settings/teams/0"]')],
  'team-new': ['admin', '/settings/teams/new'],
  'team-delete': ['admin', async page => `${await first('/settings/teams', 'a[href^="/settings/teams/0"]')(page)}/delete`],
  absences: ['admin', '/settings/teams/absences'],
  routing: ['admin', '/settings/teams/routing'],
  channels: ['admin', '/settings/channels'],
  'channel-new': ['admin', '/settings/channels/new'],
  channel: ['admin', page => target(page, 'channels')],
  'channel-delete': ['admin', async page => `${await target(page, 'channels')}/delete`],
  webhooks: ['admin', '/settings/webhooks'],
  'webhook-new': ['admin', '/settings/webhooks/new'],
  webhook: ['admin', page => addTarget(page, 'webhooks')],
  'webhook-delete': ['admin', async page => `${await target(page, 'webhooks')}/delete`],
  deliveries: ['admin', '/settings/deliveries'],
  delivery: ['admin', first('/settings/deliveries', 'a[href^="/settings/deliveries/0"]')],
  keys: ['admin', '/settings/keys'],
  key: ['admin', first('/settings/keys', 'a[href^="/settings/keys/0"]')],
  'import-mapping': ['admin', lookAtFile],
  import: ['admin', async page => {
    await lookAtFile(page);
    await send(page, 'form[action$="/columns"]', {}, '[formaction$="/start"]');
    await page.waitForTimeout(3_000);
    await page.reload();
  }],
  imports: ['admin', '/settings/imports'],
  retention: ['admin', '/settings/retention'],
  audit: ['admin', '/settings/audit'],
  profile: ['admin', '/me'],
  'two-factor': ['admin', '/me/code'],
  calendar: ['admin', async page => { await page.goto('/me/calendar'); await send(page, 'form[action="/me/calendar"]', {}); }],
  'recovery-codes': ['reader', askForCode],
  'sign-in': [null, '/sign-in'],
  forgotten: [null, '/forgotten'],
  'sign-in-code': [null, async (page, desk) => {
    await askForCode(await desk.signedIn('marketing'));
    await desk.signIn(page, 'marketing');
  }],
  password: [null, async (_, desk) => {
    const admin = await desk.signedIn('admin');
    await admin.goto('/settings/people');
    await send(admin, 'form[action="/settings/people"]', { name: 'New colleague', email: 'new@packline.example' });
    return desk.mailed('new@packline.example', /\/password\/\S+/);
  }],
  'link-in-a-mail': [null, (_, desk) => desk.mailed('lena.vogt@packline.example', /\/act\/[\w-]+/)],
  'set-up': [null, (_, desk) => desk.setUp()],
};
