import { jsonVerifier, type VerifierError } from 'stream-json/core/utils/verifier.js';
import { beginningHint, hintAt } from './hint.js';

/** Where text stops being JSON. */
export interface JsonFault {
  /** Byte offset into the text. */
  offset: number;
  /** What stands in the parser's way, such as "expected a value". */
  expected: string;
}

/** More than the parser waits for before it judges a word. */
const PADDING = ' '.repeat(32);
/** What may stand at a cut: the beginning of a literal or of an escape, or nothing. */
const CUT = /^(t(r(ue?)?)?|f(a(l(se?)?)?)?|n(u(ll?)?)?|\\(u[\da-f]{0,3})?)?$/i;

/**
 * Looks for the first byte that cannot be JSON. Finds nothing in text that merely ends too early;
 * so it tells a cut value from a wrong one.
 */
export function jsonFault(bytes: Buffer): JsonFault | undefined {
  const text = bytes.toString();
  try {
    jsonVerifier()(text + PADDING);
  } catch (error) {
    const { message, offset } = error as VerifierError;
    if (CUT.test(text.slice(offset))) return undefined;
    const complaint = expectationOf(message);
    const hint =
      offset === 0 ? beginningHint(text) : hintAt(text, offset, complaint.includes('escaped'));
    const expected = `${complaint}${hint}`;
    return { offset: Buffer.byteLength(text.slice(0, offset)), expected };
  }
  return undefined;
}

/** The parser's complaint without its own name and place: what was expected. */
export function expectationOf(message: string): string {
  const complaint = message
    .replace(/^ERROR at [^:]*: /, '')
    .replace(/^(Verifier|Parser) (cannot parse input: |has )/, '');
  return /^(un)?expected /.test(complaint) ? complaint : `expected ${complaint}`;
}
