// Takes the pictures of all pages into docs/images: node scripts/screenshots.mjs [picture …]
// Needs what ./run makes (a demo database in .demo, and ./baton), and what ./test installs (Chromium, and the packages of tests/clients).
// The pictures are of copies, so that nothing of the demo is changed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Desk } from './desk.mjs';
import { listening } from './listening.mjs';
import { pictures } from './pictures.mjs';

const clients = createRequire(new URL('../tests/clients/package.json', import.meta.url));
const { simpleParser } = clients('mailparser');
const { chromium } = clients('playwright-core');
const { SMTPServer } = clients('smtp-server');
const root = fileURLToPath(new URL('..', import.meta.url));
const images = join(root, 'docs', 'images');
const most = 3_000_000;
const looks = [
  { name: 'desktop', viewport: { width: 1140, height: 720 }, colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 720 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1140, height: 720 }, colorScheme: 'dark' },
];

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !(name in pictures));
if (unknown.length > 0) {
  console.error(`There is no picture called ${unknown.join(', ')}. There are: ${Object.keys(pictures).join(', ')}.`);
  process.exit(2);
}

const wanted = Object.entries(pictures).filter(([name]) => asked.length === 0 || asked.includes(name));
if (asked.length === 0) rmSync(images, { recursive: true, force: true });   // with those that there are no pages for any more
mkdirSync(images, { recursive: true });
const mails = [];
const post = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], onData: (stream, _, done) => simpleParser(stream).then(mail => { mails.push(mail); done(); }, done) });
await new Promise(done => post.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
try {
  for (const look of looks) await takeAll(look);
} finally {
  await browser.close();
  post.close();
}

const size = readdirSync(images).reduce((sum, file) => sum + statSync(join(images, file)).size, 0);
console.log(`docs/images has ${(size / 1e6).toFixed(2)} MB.`);
if (size > most) process.exitCode = 1;

async function takeAll(look) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-pictures-'));
  const servers = [];
  const serve = data => {
    const server = spawn(join(root, 'baton'), ['serve', '--data', join(folder, data), '--urls', 'http://127.0.0.1:0', '--logs', 'text', '--log-level', 'error',
      '--smtp-host', '127.0.0.1', '--smtp-port', String(post.server.address().port), '--smtp-tls', 'none', '--mail-from', 'Baton <baton@packline.example>'], { stdio: ['ignore', 'pipe', 'pipe'] });
    servers.push(server);
    return server;
  };

  try {
    execFileSync(join(root, 'baton'), ['backup', '--data', join(root, '.demo', 'baton.db'), '--out', join(folder, 'baton.db')], { stdio: ['ignore', 'ignore', 'inherit'] });
    mails.length = 0;
    const server = serve('baton.db');
    server.stderr.pipe(process.stderr);
    const desk = new Desk(browser, mails, await listening(server), look, () => setUp(serve('empty.db')));
    for (const who of new Set(wanted.map(([, [who]]) => who))) {
      const page = who === null ? await desk.page() : await desk.signedIn(who);
      for (const [name, [of, at]] of wanted) {
        if (of === who) await take(page, desk, name, at).catch(failure => { throw new Error(`${name} (${look.name}): ${failure.message}`); });
      }
    }

    await desk.close();
  } finally {
    servers.forEach(server => server.kill());
    rmSync(folder, { recursive: true });
  }
}

async function take(page, desk, name, at) {
  const address = typeof at === 'string' ? at : await at(page, desk);
  if (address) {
    const answer = await page.goto(address);
    if (!answer.ok()) throw new Error(`${name} answers ${answer.status()}.`);
  }

  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});   // live pages are never idle
  await page.evaluate(() => document.activeElement?.blur());
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 24 });
  writeFileSync(join(images, `${name}-${desk.look.name}.webp`), Buffer.from(data, 'base64'));
}

/** The link that lets the first person in. */
async function setUp(server) {
  for await (const line of createInterface({ input: server.stderr })) {
    const said = /http:\S+\/setup\/\S+/.exec(line);
    if (said) return said[0];
  }

  throw new Error('baton serve has not said who may set it up.');
}
