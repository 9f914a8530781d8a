// DuckDB as a contender: composes the statements from sql/, opens a database with the benchmark's settings, and, as a program, scores.
//
//   node duckdb.mjs files  <threads> <leads.csv> <events> <as-of> <scores.csv>   one statement, files to file
//   node duckdb.mjs memory <threads> <leads.csv> <events> <as-of>                loads, then obeys worker.mjs

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { obey } from './worker.mjs';

const sql = (name) => readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
const literal = (text) => `'${text.replaceAll("'", "''")}'`;

/** The SQL with its files and its moment filled in; `{name}` is another file of sql/. */
function filled(text, { leads, events, asOf }) {
  return text
    .replaceAll(/\{(leads|identity)\}/g, (_, name) => sql(name))
    .replaceAll('$leads', literal(leads))
    .replaceAll('$events', literal(events))
    .replaceAll('$as_of', `timestamp ${literal(asOf)}`);
}

/** One statement: files to a file of scores. */
export function fileStatement(facts, scores) {
  const parts = facts.events.endsWith('.csv') ? ['events-csv', 'no-identity'] : ['events-ndjson', 'identity'];
  const ctes = ['leads', ...parts, 'rules', 'timeline', 'scores'].map(sql).join('');
  return filled(`copy (\nwith\n${ctes}from score\n) to ${literal(scores)} (header)`, facts);
}

/** One statement: facts in memory to a table of scores. */
export function memoryStatement(facts) {
  const ctes = ['rules', 'memory', 'scores'].map(sql).join('');
  return filled(`create or replace temp table result as\nwith\n${ctes}from score`, facts);
}

/** A database in memory, with the macros. */
export async function open(threads) {
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const connection = await instance.connect();
  await connection.run(sql('macros'));
  return connection;
}

/** Loads the facts into tables. */
export async function load(connection, facts) {
  await connection.run(filled(sql('facts'), facts));
}

async function main([mode, threads, leads, events, asOf, scores]) {
  const facts = { leads, events, asOf };
  const connection = await open(threads);
  if (mode === 'files') {
    await connection.run(fileStatement(facts, scores));
    return;
  }

  await load(connection, facts);
  const statement = memoryStatement(facts);
  await obey({
    score: () => connection.run(statement),
    write: (path) => connection.run(`copy result to ${literal(path)} (header)`),
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2));
}
