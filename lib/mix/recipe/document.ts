import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, type Node, type Pair, type ParsedNode } from 'yaml';
import { KeychainError } from '../../errors.js';
import { isFields } from '../../records/fields.js';
import { tooDeepAt } from '../../settings/config/nesting.js';
import { MOST_NESTED } from '../../values/nesting.js';

/** A text of YAML or JSON that has been read, with the places of what stands in it. */
export interface RecipeText {
  root: ParsedNode | null;
  values: unknown;
  /** An error at what stands under a path, or at the name that is its last step. */
  fault(path: readonly string[], message: string, at?: 'name' | 'value'): KeychainError;
  /** The same at an offset into the text. */
  faultAt(offset: number, message: string): KeychainError;
  nodeAt(path: readonly string[]): ParsedNode | null;
}

/**
 * Reads a file of YAML.
 *
 * @throws KeychainError INPUT_MISSING, USAGE with file, line and column
 */
export async function readRecipeText(file: string): Promise<RecipeText> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new KeychainError('INPUT_MISSING', `${file}: ${cause.message}; name a recipe`, { cause });
  });
  const { LineCounter, Parser, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const faultAt = (offset: number, message: string): KeychainError => {
    const { line, col } = lines.linePos(offset);
    return new KeychainError('USAGE', `${file}:${line}:${col}: ${message}`);
  };
  const deep = tooDeepAt(new Parser(lines.addNewLine).parse(text), MOST_NESTED);
  if (deep !== undefined) throw faultAt(deep, `it nests deeper than ${MOST_NESTED}`);
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  const [broken] = document.errors;
  if (broken) throw faultAt(broken.pos[0], broken.message);
  let values: unknown;
  try {
    values = document.toJS();
  } catch (error) {
    throw faultAt(document.contents?.range[0] ?? 0, (error as Error).message);
  }
  const root = document.contents;
  return {
    root,
    values,
    faultAt,
    nodeAt: path => nodeAt(root, path),
    fault: (path, message, at = 'value') => faultAt(offsetOf(root, path, at), message),
  };
}

function pairAt(node: unknown, step: string): Pair<ParsedNode, ParsedNode | null> | undefined {
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair<ParsedNode, ParsedNode | null>[];
  return pairs.find(({ key }) => isScalar(key) && String(key.value) === step);
}

function nodeAt(root: ParsedNode | null, path: readonly string[]): ParsedNode | null {
  let node: ParsedNode | null | undefined = root;
  for (const step of path) {
    node = isMap(node) ? pairAt(node, step)?.value : itemAt(node, Number(step));
  }
  return node ?? null;
}

const itemAt = (node: unknown, index: number): ParsedNode | undefined =>
  isSeq(node) ? (node.items[index] as ParsedNode | undefined) : undefined;

/** Where what a path leads to begins; where that is not there, what it would stand in. */
function offsetOf(root: ParsedNode | null, path: readonly string[], at: 'name' | 'value'): number {
  if (path.length === 0) return startOf(root) ?? 0;
  const name = pairAt(nodeAt(root, path.slice(0, -1)), path.at(-1)!)?.key;
  const found = at === 'name' ? startOf(name) : (startOf(nodeAt(root, path)) ?? startOf(name));
  return found ?? offsetOf(root, path.slice(0, -1), 'name');
}

const startOf = (node: Node | null | undefined): number | undefined => node?.range?.[0];

/** Whether a file is a recipe, and no config: a config has no parts. What cannot be read is told elsewhere. */
export async function isRecipe(file: string): Promise<boolean> {
  return readRecipeText(file).then(
    ({ values }) => isFields(values) && isFields(values.parts),
    () => false,
  );
}
