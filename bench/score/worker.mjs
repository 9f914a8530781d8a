// A contender that keeps its facts in memory is a process that obeys lines on its standard input, so that the harness can give every
// contender its turn: `score` scores once, `write <path>` writes the last scores as CSV, the end of input ends it. Each line is answered by a line
// of JSON: the milliseconds and the processor milliseconds that it took.

import { createInterface } from 'node:readline';

/** Answers `ready`, then obeys until the input ends. */
export async function obey(orders) {
  console.log('{"ready":true}');
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, ...rest] = line.split(' ');
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    await orders[order](rest.join(' '));
    const milliseconds = performance.now() - start;
    const used = process.cpuUsage(cpu);
    console.log(JSON.stringify({ milliseconds, processor: (used.user + used.system) / 1000 }));
  }
}
