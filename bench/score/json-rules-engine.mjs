// json-rules-engine as a contender, as its users would have it: the playbook's thirty rules are its rules, the facts of a lead are its
// attributes and, for each engagement rule, what its occurrences come to, which is left to plain JavaScript. Groups and limits are summed in
// JavaScript from the rules that hold.
//
//   node json-rules-engine.mjs <leads.csv> <events> <as-of>   loads, then obeys worker.mjs

import { writeFileSync } from 'node:fs';
import { Engine } from 'json-rules-engine';
import { load, open } from './duckdb.mjs';
import { obey } from './worker.mjs';

const DAY = 86_400_000;

const decides = new RegExp('\\b(plant|operations|production|technical|managing) (manager|director|head)\\b|\\b(coo|ceo|cto)\\b'
  + '|head of (operations|production|packaging)|vp of operations', 'i');
const plans = /\b(packaging|process|project|maintenance) engineer|\b(procurement|purchasing|supply chain)\b/i;
const pharma = ['Pharmaceuticals', 'Biotechnology', 'Medical Devices'];
const consumer = ['Food & Beverage', 'Cosmetics', 'Nutraceuticals', 'Chemicals'];
const serviced = [
  'Germany', 'Austria', 'Switzerland', 'France', 'Italy', 'Netherlands', 'Belgium', 'Poland', 'Czechia', 'Spain', 'Denmark', 'Sweden',
];

const fit = [
  { points: 20, group: 'seniority', when: [{ fact: 'title', operator: 'matches', value: decides }] },
  { points: 12, group: 'seniority', when: [{ fact: 'title', operator: 'matches', value: plans }] },
  { points: 6, group: 'seniority', when: [{ fact: 'title', operator: 'matches', value: /\bmanager\b/i }] },
  { points: -25, when: [{ fact: 'title', operator: 'matches', value: /\b(intern|student|trainee|werkstudent|job seeker)\b/i }] },
  { points: 20, group: 'industry', when: [{ fact: 'industry', operator: 'in', value: pharma }] },
  { points: 12, group: 'industry', when: [{ fact: 'industry', operator: 'in', value: consumer }] },
  { points: -20, group: 'industry', when: [{ fact: 'industry', operator: 'in', value: ['Machinery', 'Consulting', 'Education'] }] },
  {
    points: 12,
    group: 'size',
    when: [{ fact: 'employees', operator: 'greaterThanInclusive', value: 100 }, { fact: 'employees', operator: 'lessThanInclusive', value: 2000 }],
  },
  { points: -10, group: 'size', when: [{ fact: 'employees', operator: 'lessThan', value: 20 }] },
  { points: 5, when: [{ fact: 'revenue', operator: 'greaterThanInclusive', value: 20_000_000 }] },
  { points: 8, when: [{ fact: 'country', operator: 'in', value: serviced }] },
  { points: -3, group: 'data', when: [{ fact: 'phone', operator: 'equal', value: null }] },
  { points: -15, group: 'data', when: [{ fact: 'email', operator: 'matches', value: /@(gmail\.com|outlook\.com|gmx\.de)$/i }] },
];

const none = () => 1;
const steps = (percent, every) => (age) => Math.max(0, 1 - (percent / 100) * Math.floor(age / every));
const halves = (days) => (age) => 2 ** (-age / days);

const engagement = [
  { event: ['Quote Requested'], group: 'request', points: 30, max: 1, left: steps(25, 30) },
  { event: ['Demo Requested'], group: 'request', points: 25, max: 1, left: steps(25, 30) },
  { event: ['Quote Requested'], where: (e) => e.budget !== null && e.budget >= 150_000, points: 15, max: 1, left: steps(25, 60) },
  { event: ['Quote Requested', 'Demo Requested'], where: (e) => e.horizon !== null && e.horizon <= 12, points: 10, max: 1, left: steps(100, 180) },
  { event: ['page'], where: (e) => e.path.startsWith('/pricing'), points: 8, max: 3, perDay: 1, left: halves(14) },
  { event: ['page'], where: (e) => e.path.startsWith('/machines/'), group: 'reading', points: 2, max: 10, perDay: 3, left: halves(21) },
  { event: ['page'], where: (e) => e.path.startsWith('/careers'), points: -10, max: 2, left: halves(90) },
  { event: ['Case Study Downloaded'], where: (e) => e.funnelStage === 'bottom', group: 'reading', points: 10, max: 2, left: halves(45) },
  { event: ['Case Study Downloaded'], where: (e) => e.funnelStage !== 'bottom', group: 'reading', points: 3, max: 3, left: halves(45) },
  { event: ['Datasheet Downloaded'], group: 'reading', points: 4, max: 4, perDay: 2, left: halves(30) },
  { event: ['Configurator Used'], where: (e) => e.minutes >= 3, points: 12, max: 2, perDay: 1, left: steps(7.5, 7) },
  { event: ['Webinar Attended'], where: (e) => e.minutes >= 20, group: 'events', points: 8, max: 2, left: halves(60) },
  { event: ['Trade Fair Visited'], group: 'events', points: 15, max: 1, left: halves(90) },
  { event: ['Email Opened'], where: (e) => e.kind === 'sales', group: 'email', points: 3, max: 5, perDay: 1, left: steps(50, 30) },
  { event: ['Email Link Clicked'], group: 'email', points: 1.5, max: 6, perDay: 1, left: steps(100, 45) },
  { event: ['Unsubscribed'], points: -5, max: 1, left: none },
  { event: ['Email Bounced', 'Email Marked as Spam'], points: -10, max: 2, left: none },
];

/** Billionths of a point, whole, so that sums are exact. */
const nanos = (points) => Math.round(points * 1e9);
const rulesOf = new Map();
for (const [number, rule] of engagement.entries()) {
  rule.worth = Array.from({ length: 400 }, (_, age) => nanos(rule.points * rule.left(age)));
  for (const event of rule.event) {
    rulesOf.set(event, [...(rulesOf.get(event) ?? []), number]);
  }
}

/** Whole points, half away from zero. */
const rounded = (sum) => Math.sign(sum) * Math.round(Math.abs(sum) / 1e9);
const between = (low, value, high) => Math.max(low, Math.min(high, value));

/** What each engagement rule's occurrences come to, in billionths; undefined where there are none. */
function tallied(events, today) {
  const worth = new Array(engagement.length);
  const ages = engagement.map(() => []);
  for (const event of events) {
    for (const number of rulesOf.get(event.name) ?? []) {
      if (engagement[number].where?.(event) ?? true) {
        ages[number].push(today - event.day);
      }
    }
  }

  for (const [number, rule] of engagement.entries()) {
    if (ages[number].length > 0) {
      let [counted, sum, lastAge, onDay] = [0, 0, -1, 0];
      for (const age of ages[number].sort((a, b) => a - b)) {
        onDay = age === lastAge ? onDay + 1 : 1;
        lastAge = age;
        if (counted < rule.max && onDay <= (rule.perDay ?? Infinity)) {
          counted++;
          sum += rule.worth[age];
        }
      }

      worth[number] = sum;
    }
  }

  return worth;
}

function newEngine() {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('matches', (fact, pattern) => typeof fact === 'string' && pattern.test(fact));
  for (const [number, rule] of fit.entries()) {
    engine.addRule({ conditions: { all: rule.when }, event: { type: 'fit', params: { number } } });
  }

  for (const number of engagement.keys()) {
    engine.addRule({
      conditions: { all: [{ fact: `rule ${number}`, operator: 'notEqual', value: null }] },
      event: { type: 'engagement', params: { number } },
    });
  }

  return engine;
}

/** The attributes as facts; numbers that are missing are undefined, which no comparison holds for. */
function factsOf(lead, worth) {
  const facts = { ...lead.attributes };
  for (let number = 0; number < engagement.length; number++) {
    facts[`rule ${number}`] = worth[number] ?? null;
  }

  return facts;
}

async function score(engine, lead, today) {
  const worth = tallied(lead.events, today);
  const { events } = await engine.run(factsOf(lead, worth));
  const best = { seniority: [], industry: [], size: [] };
  let [fitSum, data] = [0, 0];
  const sums = { none: 0, reading: 0, events: 0, email: 0 };
  const request = [];
  for (const { type, params: { number } } of events) {
    if (type === 'fit') {
      const { group, points } = fit[number];
      if (group === 'data') {
        data += points;
      } else if (group) {
        best[group].push(points);
      } else {
        fitSum += points;
      }
    } else if (engagement[number].group === 'request') {
      request.push(worth[number]);
    } else {
      sums[engagement[number].group ?? 'none'] += worth[number];
    }
  }

  const bests = Object.values(best).reduce((sum, points) => sum + (points.length ? Math.max(...points) : 0), 0);
  const ofFit = between(-40, fitSum + Math.max(-15, data) + bests, 55);
  const ofEngagement = rounded(between(
    -30e9,
    sums.none + (request.length ? Math.max(...request) : 0) + Math.min(sums.reading, 20e9) + Math.min(sums.events, 20e9) + Math.min(sums.email, 12e9),
    60e9,
  ));
  const total = between(0, ofFit + ofEngagement, 100);
  const grade = (ofFit >= 40 ? 'A' : ofFit >= 25 ? 'B' : ofFit >= 10 ? 'C' : 'D')
    + (ofEngagement >= 35 ? 1 : ofEngagement >= 18 ? 2 : ofEngagement >= 6 ? 3 : 4);
  const stage = total < 35 || ofFit < 10 || ofEngagement < 6 ? 'Lead'
    : total < 50 || ofFit < 20 || ofEngagement < 15 || /\bstudent\b/i.test(lead.attributes.title ?? '') ? 'MQL' : 'SQL';
  return [lead.id, total, ofFit, ofEngagement, grade, stage];
}

/** The leads with their events, from the tables that DuckDB is measured on. */
async function read(facts) {
  const connection = await open('2');
  await load(connection, facts);
  const leads = [];
  const rows = async (query) => (await connection.runAndReadAll(query)).getRowObjectsJson();
  const byNumber = new Map();
  for (const row of await rows(`
    select
      lead, id::varchar as id, title::varchar as title, industry::varchar as industry, country::varchar as country,
      employees::double as employees, revenue::double as revenue, phone, email
    from lead`)) {
    const { lead, id, ...attributes } = row;
    attributes.employees ??= undefined;
    attributes.revenue ??= undefined;
    byNumber.set(lead, { id, attributes, events: [] });
    leads.push(byNumber.get(lead));
  }

  for (const row of await rows(`
    select
      lead, event, path, funnel_stage, event_kind.kind as kind, minutes::double as minutes, budget::double as budget,
      horizon_months::double as horizon, epoch(occurred)::double as at
    from happened join event_kind on event_kind.number = happened.kind`)) {
    byNumber.get(row.lead).events.push({
      name: row.event, path: row.path, funnelStage: row.funnel_stage, kind: row.kind, minutes: row.minutes, budget: row.budget,
      horizon: row.horizon,
      day: Math.floor((row.at * 1000) / DAY),
    });
  }

  return leads;
}

const [leadFile, events, asOf] = process.argv.slice(2);
const leads = await read({ leads: leadFile, events, asOf });
const today = Math.floor(Date.parse(`${asOf.replace(' ', 'T')}Z`) / DAY);
const engine = newEngine();
let scores = [];
await obey({
  score: async () => {
    scores = [];
    for (const lead of leads) {
      scores.push(await score(engine, lead, today));
    }
  },
  write: (path) => writeFileSync(path, ['id,score,fit,engagement,grade,stage', ...scores.map((row) => row.join(',')), ''].join('\n')),
});
