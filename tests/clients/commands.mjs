// A server for a test: what it is told comes in as lines of JSON, each answered by a line; what it sees goes out as lines of JSON.
import { createInterface } from 'node:readline';

export const say = what => process.stdout.write(JSON.stringify(what) + '\n');

export function listen(server, how) {
  createInterface({ input: process.stdin }).on('line', line => {
    how(JSON.parse(line));
    say({ done: true });
  }).on('close', () => process.exit(0));
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', function () {
    say({ port: (this.address?.() ?? server.server.address()).port });
  });
}
