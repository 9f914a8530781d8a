import { createInterface } from 'node:readline';

/** The address at which a `baton serve` listens that was just begun, its output piped. */
export async function listening(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const said = /^Baton listens at (http:\/\/[\d.:]+?)\.?$/.exec(line.trim());
    if (said) return said[1];
  }

  throw new Error('baton serve has ended before it listened.');
}
