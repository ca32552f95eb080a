import { type Kind, ValueError } from '../../values/kind.js';
import { nearest } from '../../values/nearest.js';
import { type Given, type Rows, spellings, type Values } from '../given.js';
import { allConfigRows } from '../schema.js';
import { checkShape } from './check-shape.js';
import { type Entry, type Fault, isSetting, shown, valueAt } from './entries.js';

/** Whose settings they are. */
export interface Owner {
  /** A command's name, for messages. */
  name: string;
  rows: Rows;
}

/**
 * The values of settings as a config has them; each means what it means as an option.
 *
 * @throws KeychainError USAGE with the place, what is allowed and the nearest name
 */
export async function readSettings(
  entries: readonly Entry[],
  owner: Owner,
  fault: Fault,
): Promise<Given> {
  checkNames(entries, owner, fault);
  await checkShape(entries, fault);
  return readValues(entries, owner, fault);
}

function checkNames(entries: readonly Entry[], { name: owner, rows }: Owner, fault: Fault): void {
  const all = spellings(allConfigRows());
  const own = spellings(rows);
  for (const { raw, name, at } of entries.filter(isSetting)) {
    if (own.has(name)) continue;
    const setting = all.get(name);
    if (setting !== undefined) {
      const { commands } = allConfigRows().get(setting)!;
      throw fault(at, `${raw} is no setting of ${owner}, but of ${commands.join(', ')}`);
    }
    const near = nearest(name, [...own.keys()]);
    const hint = near === undefined ? `${owner} --help shows them` : `did you mean ${near}?`;
    throw fault(at, `${owner} has no setting ${raw}; ${hint}`);
  }
}

/** Every value goes the way of an option's. */
function readValues(entries: readonly Entry[], { rows }: Owner, fault: Fault): Given {
  const names = spellings(rows);
  const given: Values = {};
  for (const entry of entries.filter(isSetting)) {
    const setting = names.get(entry.name)!;
    const { kind } = rows.get(setting)!;
    try {
      given[setting] = readValue(entry.value, kind);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw fault(valueAt(entry), `${entry.raw}${shown(entry.value, kind)}: ${error.message}`);
    }
  }
  return given as Given;
}

function readValue(value: unknown, kind: Kind<unknown>): unknown {
  if (!Array.isArray(value)) {
    const isFields = typeof value === 'object' && value !== null;
    return kind.read(isFields ? JSON.stringify(value) : String(value));
  }
  if (!kind.isRepeated) return kind.read(value.join(','));
  return value.flatMap(item => kind.read(String(item)) as unknown[]);
}
