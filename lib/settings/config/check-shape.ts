import type { ErrorObject } from 'ajv';
import { spellings } from '../given.js';
import { allConfigRows, configSchema } from '../schema.js';
import { hyphenated } from '../setting.js';
import type { SettingName } from '../table.js';
import { allowed } from './allowed.js';
import { type Entry, type Fault, shown, valueAt } from './entries.js';

/** Holds the whole against the schema, and tells the first mistake as the file has it. */
export async function checkShape(entries: readonly Entry[], fault: Fault): Promise<void> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const names = spellings(allConfigRows());
  const byName = new Map(entries.map(entry => [canonical(entry, names), entry] as const));
  const shape = Object.fromEntries([...byName].map(([name, { value }]) => [name, value]));
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(configSchema());
  if (validate(shape)) return;
  const faults = (validate.errors ?? []).flatMap(error => {
    const [name = '', ...path] = segmentsOf(error);
    const entry = byName.get(name);
    return entry ? [{ entry, path }] : [];
  });
  // Of the ways in which a value could be right, the one that goes deepest was meant.
  const [first] = faults.sort((a, b) => a.entry.at - b.entry.at || b.path.length - a.path.length);
  if (!first) throw fault(0, `${validate.errors?.[0]?.message}`);
  const { entry, path } = first;
  const { at, value } = partOf(entry, path);
  const { kind } = allConfigRows().get(names.get(entry.name)!)!;
  throw fault(at, `${entry.raw}${shown(value, kind)}: ${allowed(kind, value, path.length > 0)}`);
}

const canonical = ({ name }: Entry, names: ReadonlyMap<string, SettingName>): string => {
  const setting = names.get(name);
  return setting === undefined ? name : hyphenated(setting);
};

const segmentsOf = ({ instancePath }: ErrorObject): string[] => instancePath.split('/').slice(1);

/** The item of a list that is meant, or the value itself. */
function partOf(entry: Entry, path: readonly string[]): { at: number; value: unknown } {
  const items = (entry.node as { items?: { range?: [number, number, number] }[] } | null)?.items;
  const item = path.length > 0 ? Number(path[0]) : undefined;
  if (item === undefined || !Array.isArray(entry.value)) {
    return { at: valueAt(entry), value: entry.value };
  }
  return { at: items?.[item]?.range?.[0] ?? valueAt(entry), value: entry.value[item] };
}
