import { KeychainError } from '../../errors.js';
import { type Given, type Rows, spellings, type Values } from '../../settings/given.js';
import { hyphenated } from '../../settings/setting.js';
import { type Kind, ValueError } from '../../values/kind.js';
import { integer } from '../../values/kinds.js';
import { nearest } from '../../values/nearest.js';
import { madeRows } from './read-recipe.js';
import type { Part, Recipe } from './recipe.js';

/** `NAME=VALUE` for all parts that are made, `PART.NAME=VALUE` for one part. */
interface Override {
  said: string;
  part: string | undefined;
  name: string;
  value: string;
}

/**
 * A recipe with what the command line says over it. Paths there are relative to the working folder, as they
 * always are.
 *
 * @param said `NAME=VALUE`, `PART.NAME=VALUE`; of lists an item each, which replace the recipe's
 * @throws KeychainError USAGE
 */
export function overridden(recipe: Recipe, said: readonly string[] = []): Recipe {
  const overrides = said.map(parsed);
  for (const { part, said: each } of overrides) {
    if (part === undefined || recipe.parts.some(({ name }) => name === part)) continue;
    throw refused(
      each,
      unknown(
        'part',
        part,
        recipe.parts.map(({ name }) => name),
      ),
    );
  }
  const parts = recipe.parts.map(part => {
    const own = overrides.filter(each => each.part === part.name);
    const shared = overrides.filter(each => each.part === undefined);
    return overPart(part, shared, own);
  });
  const rows = new Map(
    recipe.parts.flatMap(({ make }) => (make ? [...madeRows(make.command)] : [])),
  );
  const shared = overrides.filter(({ part }) => part === undefined);
  const unmatched = shared.find(({ name }) => !spellings(rows).has(name));
  if (unmatched) {
    throw refused(
      unmatched.said,
      unknown('setting of a made part', unmatched.name, [...spellings(rows).keys()]),
    );
  }
  return { ...recipe, parts, settings: { ...recipe.settings, ...valuesOf(shared, rows) } };
}

function parsed(said: string): Override {
  const [, part, name = '', value = ''] = /^(?:([^.=]+)\.)?([^.=]+)=(.*)$/s.exec(said) ?? [];
  return { said, part, name: name.replaceAll('_', '-'), value };
}

function overPart(part: Part, shared: readonly Override[], own: readonly Override[]): Part {
  const { make } = part;
  const rows: Rows = make ? madeRows(make.command) : new Map();
  const names = spellings(rows);
  const from = own.filter(({ name }) => name === 'from').map(({ value }) => value);
  const counted = (name: 'take' | 'repeat'): number | undefined => {
    const found = own.findLast(each => each.name === name);
    return found && read(integer(1), found);
  };
  for (const { said, name } of own) {
    if (names.has(name) || OF_PARTS.includes(name)) continue;
    throw refused(said, unknown(`setting of ${part.name}`, name, [...OF_PARTS, ...names.keys()]));
  }
  if (make && from.length > 0) {
    throw refused(
      own.find(({ name }) => name === 'from')!.said,
      `${part.name} is made, and not read`,
    );
  }
  const said = [
    ...shared.filter(({ name }) => names.has(name)),
    ...own.filter(({ name }) => names.has(name)),
  ];
  return {
    ...part,
    from: from.length > 0 ? from : part.from,
    take: counted('take') ?? part.take,
    repeat: counted('repeat') ?? part.repeat,
    make: make && { ...make, given: { ...make.given, ...valuesOf(said, rows) } },
  };
}

const OF_PARTS: readonly string[] = ['from', 'take', 'repeat'];

function valuesOf(overrides: readonly Override[], rows: Rows): Given {
  const names = spellings(rows);
  const values: Values = {};
  for (const each of overrides) {
    const setting = names.get(each.name)!;
    const { kind } = rows.get(setting)!;
    const value = read(kind, each);
    const before = kind.isRepeated ? ((values[setting] as unknown[] | undefined) ?? []) : [];
    values[setting] = kind.isRepeated ? [...before, ...(value as unknown[])] : value;
  }
  return values as Given;
}

function read<T>(kind: Kind<T>, { said, value }: Override): T {
  try {
    return kind.read(value);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw refused(said, error.message);
  }
}

function unknown(what: string, name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `there is no ${what} ${hyphenated(name)}${hint}`;
}

const refused = (said: string, why: string): KeychainError =>
  new KeychainError('USAGE', `--set ${said}: ${why}`);
