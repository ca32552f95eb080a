import { readFile } from 'node:fs/promises';
import type { Document } from 'yaml';
import { KeychainError } from '../../errors.js';
import { nearest } from '../../values/nearest.js';
import { MOST_NESTED } from '../../values/nesting.js';
import type { CommandName } from '../commands.js';
import type { Given } from '../given.js';
import { CONFIGURED, configRows } from '../schema.js';
import { type Entry, entriesOf, type Fault, valueAt } from './entries.js';
import { tooDeepAt } from './nesting.js';
import { readSettings } from './read-settings.js';

/** What a config says. */
export interface Config {
  command: CommandName;
  given: Given;
}

/**
 * Reads a config in YAML or JSON. A value there means what it means as an option; paths are
 * relative to the working directory, as they are on the command line.
 *
 * @param expected the command that it is for; without it, the config must name one
 * @throws KeychainError INPUT_MISSING, or USAGE with file, line, column, what is allowed and the
 *   nearest name
 */
export async function readConfig(file: string, expected?: CommandName): Promise<Config> {
  const text = await readText(file);
  const { LineCounter, Parser, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const fault: Fault = (at, message) => {
    const { line, col } = lineCounter.linePos(at);
    return new KeychainError('USAGE', `${file}:${line}:${col}: ${message}`);
  };
  const deep = tooDeepAt(new Parser(lineCounter.addNewLine).parse(text), MOST_NESTED);
  if (deep !== undefined)
    throw fault(deep, `it nests deeper than ${MOST_NESTED}; a config is settings with values`);
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  const [broken] = document.errors;
  if (broken) throw fault(broken.pos[0], broken.message);
  const entries = entriesOf(document.contents, plainValues(document, fault), fault);
  const command = commandOf(entries, expected, file, fault);
  const owner = { name: command, rows: configRows(command) };
  return { command, given: await readSettings(entries, owner, fault) };
}

/** An anchor that is not there shows only here. */
function plainValues(document: Document.Parsed, fault: Fault): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw fault(document.contents?.range[0] ?? 0, (error as Error).message);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KeychainError('INPUT_MISSING', `${file}: ${message}; name a config`, { cause });
  }
}

function commandOf(
  entries: readonly Entry[],
  expected: CommandName | undefined,
  file: string,
  fault: Fault,
): CommandName {
  const entry = entries.find(({ name }) => name === 'command');
  if (!entry) {
    if (expected) return expected;
    throw new KeychainError(
      'USAGE',
      `${file} names no command; begin it with command: and one of ${CONFIGURED.join(', ')}`,
    );
  }
  const { value } = entry;
  const command = CONFIGURED.find(each => each === value);
  if (command === undefined) {
    const near = nearest(String(value), CONFIGURED);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw fault(valueAt(entry), `command ${value}: allowed are ${CONFIGURED.join(', ')}${hint}`);
  }
  if (expected === undefined || command === expected) return command;
  throw fault(valueAt(entry), `it is a config of ${command}, not of ${expected}`);
}
