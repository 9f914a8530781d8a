// Contenders as processes: how long they take, how much processor time and how much memory.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const MILLISECONDS_PER_TICK = 10;

/** The most memory that a process has had, in bytes, and its processor time so far; null once it is gone. Linux only. */
function usage(pid) {
  try {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return peak && { peak: Number(peak[1]) * 1024, processor: (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK };
  } catch {
    return null;
  }
}

/** Runs a program to its end, its output thrown away. */
export async function run(program, args, env) {
  const start = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  let last = { peak: 0, processor: 0 };
  const watch = setInterval(() => (last = usage(child.pid) ?? last), 5);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const milliseconds = performance.now() - start;
  clearInterval(watch);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}.\n${errors}`);
  }

  return { milliseconds, ...last };
}

/** Starts a contender that keeps its facts in memory (worker.mjs), and waits until it has loaded them. */
export async function startWorker(name, program, args, env) {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await answers.next();
    if (done) {
      throw new Error(`${name} ended before it was told to.`);
    }

    return JSON.parse(value);
  };
  await answer();
  return {
    name,
    order: async (line) => {
      child.stdin.write(`${line}\n`);
      return await answer();
    },
    /** Lets it end; the most memory that it had. */
    end: () => {
      const { peak } = usage(child.pid);
      child.stdin.end();
      return peak;
    },
  };
}
