// Takes the pictures of all pages into docs/images: node scripts/screenshots.mjs [page …]
// Needs what ./run makes: a demo database in .demo, and ./baton. The pictures are of a copy, so that nothing of the demo is changed.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '../tests/clients/node_modules/playwright-core/index.mjs';
import { listening } from './listening.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = join(root, 'docs', 'images');
const most = 3_000_000;
const password = 'packaging lines run well';
const looks = [
  { name: 'desktop', viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 760 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
];

// By the name of the picture: who looks, and at what. A function finds the address on another page.
const first = (list, pattern) => async page => { await page.goto(list); return page.locator(`a[href^="${pattern}"]`).first().getAttribute('href'); };
const lead = first('/leads', '/leads/0');
const pages = {
  'sign-in': [null, '/sign-in'],
  'my-work': ['lena.vogt', '/'],
  leads: ['katja.brandt', '/leads'],
  'leads-search': ['katja.brandt', '/leads?q=weber'],
  'leads-board': ['katja.brandt', '/leads/board'],
  lead: ['stefan.lang', lead],
  'my-work-executive': ['stefan.lang', '/'],
  brief: ['stefan.lang', async page => { await page.goto(await first('/', '/leads/0')(page)); return page.locator('a[href*="/brief"]').first().getAttribute('href'); }],
  'log-a-call': ['lena.vogt', async page => { await page.goto('/'); return page.locator('a[href*="/contacts"]').first().getAttribute('href'); }],
  'give-back': ['lena.vogt', async page => { await page.goto('/'); return page.locator('a[href*="/reject"]').first().getAttribute('href'); }],
  answers: ['stefan.lang', async page => `${await lead(page)}/answers`],
  'move-by-hand': ['katja.brandt', async page => `${await lead(page)}/move`],
  accounts: ['katja.brandt', '/accounts'],
  account: ['katja.brandt', first('/accounts', '/accounts/0')],
  playbook: ['marketing', '/playbook'],
  'playbook-edit': ['marketing', '/playbook/1/edit'],
  'playbook-history': ['marketing', '/playbook/history'],
  'playbook-print': ['marketing', '/playbook/1/print'],
  start: ['admin', '/start'],
  people: ['admin', '/settings/people'],
  teams: ['admin', '/settings/teams'],
  team: ['admin', first('/settings/teams', '/settings/teams/0')],
  absences: ['admin', '/settings/teams/absences'],
  routing: ['admin', '/settings/teams/routing'],
  channels: ['admin', '/settings/channels'],
  webhooks: ['admin', '/settings/webhooks'],
  'webhook-new': ['admin', '/settings/webhooks/new'],
  deliveries: ['admin', '/settings/deliveries'],
  delivery: ['admin', first('/settings/deliveries', '/settings/deliveries/0')],
  keys: ['admin', '/settings/keys'],
  imports: ['admin', '/settings/imports'],
  retention: ['admin', '/settings/retention'],
  audit: ['admin', '/settings/audit'],
  profile: ['admin', '/me'],
  'two-factor': ['admin', '/me/code'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !(name in pages));
if (unknown.length > 0) {
  console.error(`There is no picture called ${unknown.join(', ')}. There are: ${Object.keys(pages).join(', ')}.`);
  process.exit(2);
}

mkdirSync(images, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'baton-pictures-'));
copyFileSync(join(root, '.demo', 'baton.db'), join(folder, 'baton.db'));
const server = spawn(join(root, 'baton'), ['serve', '--data', join(folder, 'baton.db'), '--urls', 'http://127.0.0.1:0', '--logs', 'text', '--log-level', 'error'], { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
try {
  const address = await listening(server);
  for (const look of looks) {
    for (const who of new Set(Object.values(pages).map(([who]) => who))) {
      const wanted = Object.entries(pages).filter(([name, page]) => page[0] === who && (asked.length === 0 || asked.includes(name)));
      if (wanted.length > 0) await take(address, look, who, wanted);
    }
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true });
}

const size = readdirSync(images).reduce((sum, file) => sum + statSync(join(images, file)).size, 0);
console.log(`docs/images has ${(size / 1e6).toFixed(2)} MB.`);
if (size > most) process.exitCode = 1;

async function take(address, { name: look, ...options }, who, wanted) {
  const context = await browser.newContext({ ...options, baseURL: address, locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (who !== null) {
    await page.goto('/sign-in');
    await page.fill('#email', `${who}@packline.example`);
    await page.fill('#password', password);
    await page.keyboard.press('Enter');
    await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
  }

  const devtools = await context.newCDPSession(page);
  for (const [name, [, at]] of wanted) {
    const answer = await page.goto(typeof at === 'string' ? at : await at(page));
    if (!answer.ok()) throw new Error(`${name} answers ${answer.status()}.`);
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});   // live pages are never idle
    await page.evaluate(() => document.activeElement?.blur());
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 66 });
    writeFileSync(join(images, `${name}-${look}.webp`), Buffer.from(data, 'base64'));
  }

  await context.close();
}
