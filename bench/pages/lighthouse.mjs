// Lighthouse's marks for the main pages, as somebody who is signed in: node lighthouse.mjs <baton> <database> <e-mail> <password>
// Prints a line for each page and device; ends with 1 where performance or accessibility is below 95.
import { spawn } from 'node:child_process';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { listening } from '../../scripts/listening.mjs';

const [program, database, email, password] = process.argv.slice(2);
const least = 95;
const categories = ['performance', 'accessibility', 'best-practices'];

const server = spawn(program, ['serve', '--data', database, '--urls', 'http://127.0.0.1:0', '--logs', 'text'], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await listening(server);
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const cookie = await signIn();
  const lead = /\/leads\/[0-9a-f-]{36}/.exec(await text('/leads', cookie))[0];
  console.log(`${'page'.padEnd(20)}device    ${categories.join('  ')}`);
  for (const [name, path] of [['/', '/'], ['/leads', '/leads'], ['/leads/{id}', lead], ['/leads/board', '/leads/board'], ['/accounts', '/accounts'], ['/playbook', '/playbook'], ['/playbook/1/edit', '/playbook/1/edit']]) {
    for (const [device, config] of [['desktop', desktopConfig], ['phone', undefined]]) {
      const marks = await marksOf(path, config, cookie);
      console.log(name.padEnd(20) + device.padEnd(10) + marks.map((mark, i) => String(mark).padStart(categories[i].length)).join('  '));
      if (marks[0] < least || marks[1] < least) process.exitCode = 1;
    }
  }
} finally {
  chrome.kill();
  server.kill();
}

/** What Lighthouse gives a page, from 0 to 100. Where it has not seen all that it judges, it gives nothing, and is asked again. */
async function marksOf(path, config, cookie, tries = 3) {
  const { lhr } = await lighthouse(address + path, { port: chrome.port, logLevel: 'error', onlyCategories: categories, extraHeaders: { Cookie: cookie } }, config);
  const scores = categories.map(category => lhr.categories[category].score);
  if (!scores.includes(null)) return scores.map(score => Math.round(score * 100));
  if (tries === 1) throw new Error(`Lighthouse has no mark for ${path}: ${lhr.runtimeError?.message ?? Object.values(lhr.audits).find(audit => audit.errorMessage)?.errorMessage}`);
  return marksOf(path, config, cookie, tries - 1);
}

/** Cookies of somebody who is signed in, as a header has them. */
async function signIn() {
  const page = await fetch(address + '/sign-in');
  const form = page.headers.getSetCookie().map(cookie => cookie.split(';')[0]);
  const token = /name="form-token" value="([^"]+)"/.exec(await page.text())[1];
  const answer = await fetch(address + '/sign-in', {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: form.join('; '), 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ 'form-token': token, email, password }),
  });
  if (answer.status !== 303 && answer.status !== 302) throw new Error(`${email} cannot sign in: ${answer.status}.`);
  return [...form, ...answer.headers.getSetCookie().map(cookie => cookie.split(';')[0])].join('; ');
}

async function text(path, cookie) {
  return (await fetch(address + path, { headers: { Cookie: cookie } })).text();
}
