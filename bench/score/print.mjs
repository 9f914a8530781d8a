// The tables of a run.

const EVENTS_PER_LEAD = 10;
const PARTS = {
  memory: 'facts in memory → scores',
  csv: 'leads.csv + events.csv → scores.csv',
  ndjson: 'leads.csv + events.ndjson → scores.csv',
};

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const whole = (number) => Math.round(number).toLocaleString('en');
const short = (number) => (number < 10 ? number.toFixed(2) : number < 100 ? number.toFixed(1) : whole(number));
const megabytes = (bytes) => whole(bytes / 1e6);

function table(header, rows) {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  console.log([line(header), ...rows.map(line), ''].join('\n'));
}

export function print(rows, limits) {
  const find = (part, size, name) => rows.find((row) => row.part === part && row.size === size && row.name === name);
  for (const [part, title] of Object.entries(PARTS)) {
    const ofPart = rows.filter((row) => row.part === part);
    if (ofPart.length === 0) {
      continue;
    }

    const header = [title, 'leads', 'ms', 'CPU ms', 'events/s', 'µs/lead', 'Baton is faster by', 'by CPU', 'growth', 'peak MB'];
    table(header, ofPart.map((row) => {
      const baton = find(part, row.size, 'Baton');
      const smaller = ofPart.filter((other) => other.name === row.name && other.size < row.size).sort((a, b) => b.size - a.size)[0];
      const growth = smaller ? (row.milliseconds / row.size / (smaller.milliseconds / smaller.size)).toFixed(2) : '';
      return [
        row.name, whole(row.size), short(row.milliseconds), short(row.processor), whole((row.size * EVENTS_PER_LEAD * 1000) / row.milliseconds),
        short((row.milliseconds * 1000) / row.size), row === baton ? '' : `${short(row.milliseconds / baton.milliseconds)}×`,
        row === baton ? '' : `${short(row.processor / baton.processor)}×`, growth, megabytes(row.peak),
      ];
    }));
  }

  table(['only reading the files', 'leads', 'MB', 'ms', 'MB/s'], limits.flatMap(({ size, files }) => files.map((file) => [
    `${file.command} ${file.file.split('/').at(-1)}`, whole(size), megabytes(file.bytes), whole(file.milliseconds),
    whole(file.bytes / 1000 / file.milliseconds),
  ])));

  const aims = [];
  const faster = (part, peer, size, least) => {
    const [baton, other] = [find(part, size, 'Baton'), find(part, size, peer)];
    if (baton && other) {
      const ratio = other.milliseconds / baton.milliseconds;
      aims.push([`${part}: at least ${least}× ${peer}`, whole(size), `${short(ratio)}×`, ratio >= least ? 'met' : 'missed']);
    }
  };
  for (const size of [...new Set(rows.map((row) => row.size))]) {
    faster('memory', 'DuckDB', size, 5);
    faster('memory', 'json-rules-engine', size, 500);
    faster('csv', 'DuckDB', size, 1);
    faster('ndjson', 'DuckDB', size, 1);
  }

  for (const row of rows.filter((other) => other.name === 'Baton' && other.size === 1_000_000)) {
    aims.push([`${row.part}: less than 1,500 MB`, whole(row.size), `${megabytes(row.peak)} MB`, row.peak < 1.5e9 ? 'met' : 'missed']);
  }

  table(['aim', 'leads', 'is', ''], aims);
}
