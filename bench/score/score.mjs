// Measures Baton's scoring beside DuckDB and json-rules-engine, and fails where any two disagree on any score. Started by bench/run score.

import { statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differences } from './compare.mjs';
import { dataOf, paths } from './data.mjs';
import { run, startWorker } from './processes.mjs';
import { median, print } from './print.mjs';

const THREADS = '2';
const AS_OF = '2026-06-15 23:59:59.999';
const MOST_LEADS_FOR_RULES_ENGINE = 10_000;

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10k,100k,1m' },
    part: { type: 'string' },
    repeat: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});
const sizes = options.sizes.split(',').map((size) => {
  const [, number, unit] = /^(\d+)([km]?)$/i.exec(size.trim()) ?? [];
  if (!number) {
    console.error(`--sizes takes numbers of leads such as 10k,100k,1m, not "${size}".`);
    process.exit(2);
  }

  return Number(number) * { '': 1, k: 1_000, m: 1_000_000 }[unit.toLowerCase()];
});
const batonAsOf = `${AS_OF.replace(' ', 'T')}Z`;
const env = { ...process.env, DOTNET_PROCESSOR_COUNT: THREADS };
let disagreements = 0;

/** Runs in which each contender has its turn; by contender the times. */
async function takeTurns(contenders, turns, turn) {
  const times = new Map(contenders.map((contender) => [contender, []]));
  for (let i = 0; i < turns; i++) {
    for (const contender of contenders) {
      times.get(contender).push(await turn(contender));
    }
  }

  return times;
}

function compare(size, what, expected, actual) {
  const found = differences(expected, actual);
  if (found.length > 0) {
    disagreements++;
    console.error(`\n${what} at ${size.toLocaleString('en')} leads: ${found.length} leads differ`);
    found.slice(0, 20).forEach((line) => console.error(`  ${line}`));
  }
}

/** (a) Facts in memory → all scores. */
async function measureMemory(size, data) {
  const ofPeers = [data.leads, data.ndjson, AS_OF];
  const node = (script, ...args) => [process.execPath, [join(paths.score, script), ...args, ...ofPeers], env];
  const contenders = [
    await startWorker('Baton', join(paths.batonBench, 'Baton.Bench'), [paths.playbook, data.leads, data.ndjson, batonAsOf], env),
    await startWorker('DuckDB', ...node('duckdb.mjs', 'memory', THREADS)),
  ];
  if (size <= MOST_LEADS_FOR_RULES_ENGINE) {
    contenders.push(await startWorker('json-rules-engine', ...node('json-rules-engine.mjs')));
  }

  // Warm: three runs and a second, so that .NET and V8 have compiled what is hot.
  for (const contender of contenders) {
    const start = performance.now();
    for (let i = 0; !options.check && (i < 3 || performance.now() - start < 1_000); i++) {
      await contender.order('score');
    }
  }

  // The run before the one that counts brings back the caches and threads that the others have had meanwhile.
  const times = await takeTurns(contenders, options.check ? 1 : Number(options.repeat ?? 7), async (contender) => {
    await contender.order('score');
    return await contender.order('score');
  });
  const rows = [];
  for (const contender of contenders) {
    contender.scores = join(data.folder, `memory-${contender.name}.csv`);
    await contender.order(`write ${contender.scores}`);
    rows.push({ part: 'memory', size, name: contender.name, ...summary(times.get(contender)), peak: contender.end() });
  }

  for (const contender of contenders.slice(1)) {
    compare(size, `memory, Baton and ${contender.name}`, contenders[0].scores, contender.scores);
  }

  return rows;
}

/** (b) Files → scores on disk, each time in a new process. */
async function measureFiles(size, data) {
  const contenders = ['csv', 'ndjson'].flatMap((format) => {
    const [baton, duckdb] = ['Baton', 'DuckDB'].map((name) => join(data.folder, `files-${name}-${format}.csv`));
    const ofBaton = ['score', '-p', paths.playbook, '-l', data.leads, '-e', data[format], '--as-of', batonAsOf, '-o', baton];
    const ofDuckdb = [join(paths.score, 'duckdb.mjs'), 'files', THREADS, data.leads, data[format], AS_OF, duckdb];
    return [
      { name: 'Baton', format, scores: baton, program: paths.baton, args: ofBaton },
      { name: 'DuckDB', format, scores: duckdb, program: process.execPath, args: ofDuckdb },
    ];
  });
  const turns = options.check ? 1 : Number(options.repeat ?? (size >= 1_000_000 ? 3 : 5));
  const times = await takeTurns(contenders, turns, async (contender) => {
    writeFileSync(contender.scores, ''); // so that no run passes off an earlier one's scores
    return await run(contender.program, contender.args, env);
  });
  for (const [baton, duckdb] of [contenders.slice(0, 2), contenders.slice(2)]) {
    compare(size, `files, ${baton.format}`, baton.scores, duckdb.scores);
  }

  return contenders.map((contender) => ({ part: contender.format, size, name: contender.name, ...summary(times.get(contender)) }));
}

const summary = (times) => ({
  milliseconds: median(times.map((time) => time.milliseconds)),
  processor: median(times.map((time) => time.processor)),
  peak: Math.max(...times.map((time) => time.peak ?? 0)),
});

/** What the machine needs to only read the files. */
async function measureLimits(data) {
  const limits = [];
  for (const file of [data.leads, data.csv, data.ndjson]) {
    for (const [program, args] of [['cat', [file]], ['wc', ['-l', file]]]) {
      const { milliseconds } = await run(program, args, env);
      limits.push({ file, command: [program, ...args.slice(0, -1)].join(' '), milliseconds, bytes: statSync(file).size });
    }
  }

  return limits;
}

const rows = [];
const limits = [];
for (const size of sizes) {
  const data = await dataOf(size, env);
  if (options.part !== 'files') {
    rows.push(...await measureMemory(size, data));
  }

  if (options.part !== 'memory') {
    rows.push(...await measureFiles(size, data));
  }

  if (!options.check) {
    limits.push({ size, files: await measureLimits(data) });
  }
}

if (options.check) {
  console.log(disagreements === 0 ? `All contenders give the same scores: ${sizes.map((size) => size.toLocaleString('en')).join(', ')} leads.` : '');
} else {
  console.log(`\n${cpus()[0].model}, ${availableParallelism()} cores, of which each contender uses ${THREADS}.\n`);
  print(rows, limits);
}

process.exit(disagreements === 0 ? 0 : 1);
