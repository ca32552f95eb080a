import { createInterface } from 'node:readline';
import { KeychainError } from '../../errors.js';
import { openInput } from '../../input/open.js';
import { isFields } from '../../records/fields.js';

/**
 * Reads ids: a JSON record with `id` or a bare id a line; blank lines are passed over.
 *
 * @throws KeychainError what `openInput` throws; INPUT_SYNTAX, INPUT_FORMAT for a line
 */
export async function* readIds(file: string): AsyncGenerator<string> {
  const input = openInput(file);
  // The interface does not hand the errors of its input on.
  let failure: Error | undefined;
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  input.on('error', error => {
    failure = error;
    lines.close();
  });
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      const text = line.trim();
      if (text !== '') yield idOf(text, `${file}, line ${number}`);
    }
    if (failure) throw failure;
  } finally {
    lines.close();
    input.destroy();
  }
}

function idOf(line: string, place: string): string {
  if (!line.startsWith('{')) return line;
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    throw new KeychainError('INPUT_SYNTAX', `${place}: not valid JSON; repair the file`, { cause });
  }
  const id = isFields(record) ? record.id : undefined;
  if (typeof id === 'string' || typeof id === 'number') return String(id);
  throw new KeychainError('INPUT_FORMAT', `${place}: has no id; expected {"id": ...} or a bare id`);
}
