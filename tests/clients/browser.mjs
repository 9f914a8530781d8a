// Segment's SDK for websites in Chromium, on a page of another origin than Baton's.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongClock } from './clock.mjs';
import { chromium } from 'playwright-core';

const scripts = fileURLToPath(new URL('node_modules/@segment/analytics-next/dist/umd/', import.meta.url));
const page = '<!DOCTYPE html><title>Acme</title><script src="/index.js"></script>';

const site = createServer(async (request, response) => {
  const name = basename(new URL(request.url, 'http://site').pathname);
  try {
    const content = name.endsWith('.js') ? await readFile(scripts + name) : page;
    response.writeHead(200, { 'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, '127.0.0.1');
await new Promise(done => site.once('listening', done));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' });
  await context.addInitScript(wrongClock);
  const tab = await context.newPage();
  tab.on('console', message => console.error(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', error => console.error(error));
  tab.on('requestfailed', request => console.error(`${request.url()} ${request.failure()?.errorText}`));
  await tab.goto(`http://127.0.0.1:${site.address().port}/pricing?utm_campaign=spring`);
  const sent = await tab.evaluate(async ({ key, url, name, strategy }) => {
    const analytics = window.AnalyticsNext.AnalyticsBrowser.load(
      { writeKey: key, cdnURL: url },
      strategy === 'batching' ? { integrations: { 'Segment.io': { deliveryStrategy: { strategy, config: { size: 6, timeout: 300 } } } } } : {},
    );
    let sent = 0;
    const say = (kind, ...call) => { sent += 1; return analytics[kind](...call); };
    const user = `${name}-user`;

    await analytics.setAnonymousId(`${name}-other-device`);
    await say('identify', `${name}-old`);
    await say('track', 'Email Link Clicked', {}, { timestamp: new Date(Date.now() - 24 * 60 * 60 * 1000) });
    await analytics.reset();
    await analytics.setAnonymousId(`${name}-device`);
    await say('page', 'Pricing');
    await say('identify', user, { email: `${name}@acme.example`, title: 'Plant Manager', employees: 120 });
    const rest = [
      say('track', 'Quote Requested', { product: 'Größe 5 – “Ω” 🚀' }),
      say('group', `${name}-company`, { industry: 'Steel' }),
      say('screen', 'Home'),
      say('alias', user, `${name}-old`),
    ];
    for (let i = 0; i < 20; i += 1) {
      rest.push(say('track', 'Email Opened', { mail: i }));
    }

    await Promise.all(rest);
    return sent;
  }, { key: process.env.BATON_KEY, url: process.env.BATON_URL, name: process.env.PERSON, strategy: process.env.STRATEGY });
  await tab.waitForLoadState('networkidle');
  await tab.waitForTimeout(600);
  console.log(sent);
} finally {
  await browser.close();
  site.close();
}
