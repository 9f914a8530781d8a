import './clock.mjs';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { live } from './person.mjs';

const rudder = new RudderAnalytics(process.env.BATON_KEY, {
  dataPlaneUrl: process.env.BATON_URL, flushAt: 5, flushInterval: 50, retryCount: 10, logLevel: 'error',
});
const sent = await live(rudder, 'rudder');
await new Promise(done => rudder.flush(done));
console.log(sent);
