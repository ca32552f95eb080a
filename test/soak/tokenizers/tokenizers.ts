import { realDatasets, uniquePassages } from '../../../bench/passages.js';
import { compare } from './compare.js';
import { furtherSubjects, madeSubjects, packagedSubjects, type Subject } from './subjects.js';

/** Differences of one tokenizer that are shown. */
const SHOWN = 5;

interface Soak {
  /** Made-up texts for each tokenizer. */
  count: number;
  seed: number;
  /** Name of the one that is tried alone. */
  only?: string | undefined;
  say: (line: string) => void;
}

/**
 * Compares the counts of this project with those of the Rust library: every tokenizer that there is
 * on made-up texts, the real ones on every real passage too.
 *
 * @returns whether nothing differs
 */
export async function soakTokenizers({ count, seed, only, say }: Soak): Promise<boolean> {
  const passages = await uniquePassages(await realDatasets());
  const real = [...(await packagedSubjects()), ...(await furtherSubjects())];
  const chosen = ({ name }: Subject): boolean => only === undefined || name === only;
  let tried = 0;
  let differing = 0;
  for (const [subjects, further] of [
    [real, passages],
    [madeSubjects(), []],
  ] as const) {
    for (const subject of subjects.filter(chosen)) {
      const { texts, claims, seams, differences } = await compare(subject, {
        count,
        seed,
        further,
      });
      tried++;
      differing += differences.length;
      say(
        `${subject.name}: ${texts} texts, ${claims} sums (${seams.claimed} of ${seams.tried} seams of passages), ${differences.length} differ`,
      );
      for (const difference of differences.slice(0, SHOWN)) say(`  ${difference.slice(0, 400)}`);
    }
  }
  if (tried === 0) say(`there is no tokenizer ${only}`);
  say(`${tried} tokenizers, ${differing} differences`);
  return tried > 0 && differing === 0;
}
