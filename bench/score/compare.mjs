// Joins two files of scores by the lead's id.

import { readFileSync } from 'node:fs';

const COLUMNS = ['score', 'fit', 'engagement', 'grade', 'stage'];

/** By lead the scores as one text. Names in Baton's file may hold commas and quotes. */
function scoresOf(path) {
  const scores = new Map();
  let at;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') {
      continue;
    }

    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ''));
    if (at === undefined) {
      at = ['id', ...COLUMNS].map((name) => cells.indexOf(name));
    } else {
      const [id, ...values] = at.map((index) => cells[index]);
      if (scores.has(id)) {
        throw new Error(`${path} has the lead ${id} twice.`);
      }

      scores.set(id, values.join(' '));
    }
  }

  return scores;
}

/** A line for each lead whose scores differ or are missing. */
export function differences(expected, actual) {
  const [ours, theirs] = [scoresOf(expected), scoresOf(actual)];
  if (ours.size === 0) {
    return [`${expected} is empty`];
  }

  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((id) => ours.get(id) !== theirs.get(id))
    .map((id) => `${id}: ${ours.get(id) ?? 'missing'} ≠ ${theirs.get(id) ?? 'missing'} (${COLUMNS.join(' ')})`);
}
