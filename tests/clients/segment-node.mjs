import './clock.mjs';
import { Analytics } from '@segment/analytics-node';
import { live } from './person.mjs';

const analytics = new Analytics({ writeKey: process.env.BATON_KEY, host: process.env.BATON_URL, flushAt: 4, flushInterval: 50, maxRetries: 20 });
analytics.on('error', error => console.error(error));
const sent = await live(analytics, 'segment');
await analytics.closeAndFlush({ timeout: 60_000 });
console.log(sent);
