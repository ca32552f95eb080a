import { inShort } from '../errors.js';
import type { Sample } from '../records/sample.js';
import { checkBudget } from './checks/budget.js';
import { checkChain } from './checks/chain.js';
import { checkHopOrder } from './checks/hop-order.js';
import { checkInsertion } from './checks/insertion.js';
import { checkLeak } from './checks/leak.js';
import { checkLength } from './checks/length.js';
import { checkNeedles } from './checks/needles.js';
import { checkPairs } from './checks/pairs.js';
import { checkPassages } from './checks/passages.js';
import { checkQuestion } from './checks/question.js';
import { checkFields, checkId } from './checks/shape.js';
import { checkTemplate } from './checks/template.js';
import type { CheckName, Finding } from './finding.js';
import type { VerifySources } from './sources.js';
import { type View, viewSample } from './view/view.js';

type Check = (view: View) => string[];

const CHECKS: [CheckName, Check][] = [
  ['shape', view => checkId(view.sample)],
  ['template', checkTemplate],
  ['length', checkLength],
  ['budget', checkBudget],
  ['pairs', checkPairs],
  ['chain', checkChain],
  ['hop-order', checkHopOrder],
  ['needles', checkNeedles],
  ['passages', checkPassages],
  ['question', checkQuestion],
  ['leak', checkLeak],
  ['insertion', checkInsertion],
];

/** Findings of one check in one sample that are told one by one; one broken thing breaks many. */
const TOLD = 5;

/**
 * Checks one sample against everything that is promised of every sample, from its line and the
 * dataset's texts alone. A source that is missing leaves out the checks that need it.
 *
 * @returns what is wrong; nothing if the sample keeps its promises
 * @throws KeychainError `TOKENIZER_UNUSABLE` if it was counted with another tokenizer
 */
export function checkSample(sample: unknown, sources: VerifySources): Finding[] {
  return examine(sample, sources).findings;
}

/** As `checkSample`; with the view that the checks had, for figures over whole files. */
export function examine(
  sample: unknown,
  sources: VerifySources,
): { findings: Finding[]; view: View | undefined } {
  const malformed = checkFields(sample);
  if (malformed.length) return { findings: named('shape', malformed), view: undefined };
  const view = viewSample(sample as Sample, sources);
  const findings = CHECKS.flatMap(([name, check]) => named(name, check(view)));
  return { findings, view };
}

function named(check: CheckName, messages: string[]): Finding[] {
  const told = messages.slice(0, TOLD);
  if (messages.length > TOLD) told.push(`and ${messages.length - TOLD} more`);
  return told.map(message => ({ check, message: inShort(message) }));
}
