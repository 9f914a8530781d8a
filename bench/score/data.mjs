// Where things are, and the demo data of a size, made once and kept under artifacts/.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const SEED = '7';
const EVENTS_PER_LEAD = 10;

const score = dirname(fileURLToPath(import.meta.url));
const root = join(score, '..', '..');

export const paths = {
  score,
  baton: join(root, 'artifacts/baton/baton'),
  batonBench: join(root, 'artifacts/bench/Baton.Bench'),
  playbook: join(root, 'bench/playbooks/thirty-rules.yaml'),
};

/** Changes when the program that makes the data does, so that old data is not taken for new. */
function generation() {
  const folder = join(root, 'src/Baton.Server/Demo');
  const hash = createHash('sha256');
  readdirSync(folder).sort().forEach((name) => hash.update(readFileSync(join(folder, name))));
  return hash.digest('hex').slice(0, 8);
}

/** The files of so many leads and ten times as many events. */
export async function dataOf(leads, env) {
  const folder = join(root, 'artifacts/bench/data', `${leads}-seed-${SEED}-${generation()}`);
  const files = { folder, leads: join(folder, 'leads.csv'), csv: join(folder, 'events.csv'), ndjson: join(folder, 'events.ndjson') };
  if (!existsSync(files.ndjson)) {
    console.error(`Making the data of ${leads.toLocaleString('en')} leads …`);
    mkdirSync(folder, { recursive: true });
    const order = ['--leads', `${leads}`, '--events', `${leads * EVENTS_PER_LEAD}`, '--seed', SEED, '--format', 'both', '--out', folder];
    await run(paths.baton, ['demo', 'data', ...order], env);
  }

  return files;
}
