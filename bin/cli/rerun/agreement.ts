import type { Manifest } from '../../../lib/assemble/outputs/manifest.js';
import { planDifferences } from '../../../lib/settings/plan-differences.js';
import type { Outcome } from '../command.js';

/** Whether two manifests are of the same lines. */
export const sameLines = (before: Manifest, now: Manifest): boolean =>
  before.output.lines_sha256 === now.output.lines_sha256;

/** What came of making a manifest's file again, which is now at a path (or is gone again). */
export function agreement(before: Manifest, now: Manifest, file: string): Outcome {
  const linesAgree = sameLines(before, now);
  const bytesAgree = before.output.sha256 === now.output.sha256;
  const differences = [...planDifferences(before.plan, now.plan), ...renamed(before, now)];
  const said = linesAgree
    ? bytesAgree
      ? 'lines and bytes agree'
      : `lines agree, bytes do not: ${packed(before, now, differences)}`
    : ['lines differ', ...whyNot(differences)].join('\n  ');
  return {
    summary: {
      text: `${file}: ${said}`,
      data: { file, lines_agree: linesAgree, bytes_agree: bytesAgree, differences },
    },
    exitCode: linesAgree ? 0 : 1,
  };
}

/** Samples tell the name of their tokenizer, which is no part of the plan. */
function renamed({ tokenizer: before }: Manifest, { tokenizer: now }: Manifest): string[] {
  if (before.name === now.name || before.sha256 !== now.sha256) return [];
  return [`the tokenizer's name: ${before.name}, now ${now.name}`];
}

function packed(before: Manifest, now: Manifest, differences: readonly string[]): string {
  if (differences.length > 0) return differences.join('; ');
  const by = ({ versions }: Manifest): string => `Node ${versions.node} with zlib ${versions.zlib}`;
  return `${by(before)} packed it, this is ${by(now)}`;
}

const whyNot = (differences: readonly string[]): readonly string[] =>
  differences.length > 0
    ? differences
    : [
        'although the plans are the same: this is a fault of this program; please report it with both manifests',
      ];
