import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type Score, scorePrediction } from '../../lib/score/prediction.js';
import type { ScoringRuleName } from '../../lib/score/rules/registry.js';

type Vector = { rule: ScoringRuleName; text: string; answers: string[] } & Partial<Score>;

const FILE = join(process.env.KEYCHAIN_SHARED ?? '../shared', 'vectors', 'score.jsonl');

test("every score agrees with the reference's own functions", t => {
  if (!existsSync(FILE)) {
    t.log(`skipped: there is no ${FILE}; name the folder of shared data in KEYCHAIN_SHARED`);
    t.pass();
    return;
  }
  const vectors = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Vector);
  t.true(vectors.length >= 1400);
  for (const { rule, text, answers, ...expected } of vectors) {
    const found: Partial<Score> = scorePrediction(text, answers, rule);
    for (const field of Object.keys(expected) as (keyof Score)[]) {
      // Where the reference says that nothing was found, a score has an empty text.
      t.is(
        found[field],
        expected[field] ?? '',
        `${field} of ${JSON.stringify({ rule, text, answers })}`,
      );
    }
  }
});
