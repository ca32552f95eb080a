import { isFields } from '../records/fields.js';
import type { Reporter } from '../reporter.js';
import { type Example, type ExampleFlaw, FLAWS } from './example.js';
import type { LeftOut } from './examples.js';
import type { Split } from './target.js';

/** Counts what becomes of examples. */
export interface ExportTally {
  written(example: Example, split: Split): void;
  leftOut(why: LeftOut | 'left over'): void;
  rows(): number;
  figures(): Record<string, number>;
  /** Says what a user should know of the rows that were written. */
  warn(reporter: Pick<Reporter, 'warn'>): void;
}

/**
 * @param isHeld whether prompts are held against a length by the counts that samples have
 */
export function exportTally(isHeld = false): ExportTally {
  const splits: Record<Split, number> = { train: 0, test: 0, valid: 0 };
  const left = { unsolved: 0, flawed: 0, 'left over': 0 };
  const flaws = new Map<ExampleFlaw, number>();
  let flawed = 0;
  let unasked = 0;
  let bare = 0;
  const rows = (): number => splits.train + splits.test + splits.valid;
  return {
    written: (example, split) => {
      splits[split]++;
      for (const flaw of example.flaws) flaws.set(flaw, (flaws.get(flaw) ?? 0) + 1);
      if (example.flaws.length > 0) flawed++;
      if (!saysQuestion(example)) unasked++;
      if (isHeld && isBare(example)) bare++;
    },
    leftOut: why => {
      left[why]++;
    },
    rows,
    figures: () => ({
      rows: rows(),
      ...(splits.test + splits.valid > 0 && splits),
      flagged: flawed,
      'dropped as flawed': left.flawed,
      unsolved: left.unsolved,
      'left over': left['left over'],
    }),
    warn: ({ warn }) => {
      if (flawed > 0) {
        const each = [...flaws].map(([flaw, count]) => `${count} ${flaw} (${FLAWS[flaw]})`);
        warn(
          `${flawed} of ${rows()} rows are flagged: ${each.join(', ')}; --drop-unjudgeable leaves them out`,
        );
      }
      if (unasked > 0) {
        warn(
          `the prompts of ${unasked} of ${rows()} rows do not hold their question; make samples with --template, like '{context}\\n\\nQuestion: {question}', unless the trainer adds it`,
        );
      }
      if (bare > 0) {
        warn(
          `--max-prompt-length: the prompts of ${bare} of ${rows()} rows were counted without a chat template, whose words the trainer counts too; --tokenizer-type hf --tokenizer-path DIR --chat-template auto counts as it does`,
        );
      }
    },
  };
}

/** Whether a sample's tokens are those of its prompt alone. */
function isBare({ kind, record: { meta } }: Example): boolean {
  const template = isFields(meta) && isFields(meta.chat_template) ? meta.chat_template : {};
  return kind !== 'row' && kind !== 'trajectory' && (template.sha256 ?? '') === '';
}

/** Whether a model that is given the prompt can know what is asked. */
function saysQuestion({ kind, record: { meta } }: Example): boolean {
  const template = isFields(meta) ? meta.template : undefined;
  return kind !== 'plain' || (typeof template === 'string' && template.includes('{question}'));
}
