import { dirname } from 'node:path';
import type { Split } from '../../export/target.js';
import { MAKING } from '../../settings/commands.js';
import { entriesOf } from '../../settings/config/entries.js';
import { readSettings } from '../../settings/config/read-settings.js';
import type { Given, Rows } from '../../settings/given.js';
import { allConfigRows, configRows } from '../../settings/schema.js';
import { hyphenated } from '../../settings/setting.js';
import type { SettingName } from '../../settings/table.js';
import { checkRecipeShape } from './check-shape.js';
import { type RecipeText, readRecipeText } from './document.js';
import { NOT_MADE } from './not-made.js';
import type { Make, Mapping, Order, Part, Recipe, SplitSize, Splits, Where } from './recipe.js';
import { fromRecipe, settingsFromRecipe } from './relative.js';

/** A recipe as it is written, when its shape has been looked at. */
interface Written {
  seed?: number;
  order?: Order;
  splits?: Partial<Record<Split, number | string>>;
  settings?: object;
  parts: Record<string, WrittenPart>;
}

interface WrittenPart {
  from?: string | string[];
  make?: { command: Make['command'] };
  fields?: Mapping['fields'];
  template?: string;
  'system-prompt'?: string;
  'data-source'?: string;
  ability?: string;
  take?: number;
  where?: Where;
  repeat?: number;
}

/**
 * Reads a recipe in YAML or JSON. Its paths are relative to it.
 *
 * @throws KeychainError INPUT_MISSING, or USAGE with file, line, column, what is allowed and the nearest
 *   name
 */
export async function readRecipe(file: string): Promise<Recipe> {
  const text = await readRecipeText(file);
  await checkRecipeShape(text);
  const written = text.values as Written;
  const dir = dirname(file);
  const settings = await readBlock(
    text,
    ['settings'],
    { name: 'made parts', rows: MADE_ROWS },
    dir,
  );
  const parts: Part[] = [];
  for (const [name, part] of Object.entries(written.parts)) {
    parts.push(await readPart(text, name, part, { settings, dir }));
  }
  return {
    seed: written.seed ?? 42,
    order: written.order ?? 'shuffled',
    splits: splitsOf(written.splits),
    parts,
    settings,
  };
}

/** What the parts of a recipe may be given, whatever makes them. */
const MADE_ROWS: Rows = new Map(
  [...allConfigRows()].filter(
    ([name, { commands }]) => !NOT_MADE.has(name) && MAKING.some(each => commands.includes(each)),
  ),
);

/** Of those of a command, the settings that a part may have. */
export const madeRows = (command: Make['command']): Rows =>
  new Map([...configRows(command)].filter(([name]) => !NOT_MADE.has(name)));

async function readPart(
  text: RecipeText,
  name: string,
  part: WrittenPart,
  { settings, dir }: { settings: Given; dir: string },
): Promise<Part> {
  const path = ['parts', name];
  const { from = [], make, take, where = {}, repeat = 1 } = part;
  if ((part.from === undefined) === (make === undefined)) {
    throw text.fault(path, `${name}: needs from or make, one of the two`, 'name');
  }
  const foreign = FOREIGN.find(each => part[each] !== undefined);
  if (foreign !== undefined && !part.fields) {
    throw text.fault([...path, foreign], `${foreign} means nothing without fields`, 'name');
  }
  if (part.fields && make) {
    throw text.fault(
      [...path, 'fields'],
      'fields are of foreign rows, and mean nothing to make',
      'name',
    );
  }
  checkBounds(text, path, where);
  return {
    name,
    from: [from].flat().map(each => fromRecipe(dir, each)),
    make: make && (await readMake(text, [...path, 'make'], make.command, { settings, dir })),
    mapping: mappingOf(name, part),
    take,
    where,
    repeat,
  };
}

const FOREIGN = ['template', 'system-prompt', 'data-source', 'ability'] as const;

function mappingOf(name: string, part: WrittenPart): Mapping | undefined {
  const { fields, template, ability = name, 'data-source': dataSource = name } = part;
  return fields && { fields, template, system: part['system-prompt'], dataSource, ability };
}

/** What is said for all parts counts where the part says nothing, and its command has such a setting. */
async function readMake(
  text: RecipeText,
  path: readonly string[],
  command: Make['command'],
  { settings, dir }: { settings: Given; dir: string },
): Promise<Make> {
  const rows = madeRows(command);
  const own = await readBlock(text, path, { name: command, rows }, dir);
  const shared = Object.entries(settings).filter(([name]) => rows.has(name as SettingName));
  return { command, given: { ...Object.fromEntries(shared), ...own } };
}

async function readBlock(
  text: RecipeText,
  path: readonly string[],
  owner: { name: string; rows: Rows },
  dir: string,
): Promise<Given> {
  const node = text.nodeAt(path);
  if (!node) return {};
  const values = path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step],
    text.values,
  );
  const entries = entriesOf(node, values, text.faultAt);
  const taken = entries.find(({ name }) => NOT_MADE_NAMES.has(name));
  if (taken) {
    const why = 'is not for a part to say: it is made below the folder of the mixture';
    throw text.faultAt(taken.at, `${taken.raw} ${why}`);
  }
  return settingsFromRecipe(await readSettings(entries, owner, text.faultAt), owner.rows, dir);
}

const NOT_MADE_NAMES: ReadonlySet<string> = new Set([...NOT_MADE].map(hyphenated));

function checkBounds(text: RecipeText, path: readonly string[], where: Where): void {
  for (const [trait, { min = 0, max = Number.POSITIVE_INFINITY }] of Object.entries(where)) {
    if (min <= max) continue;
    throw text.fault([...path, 'where', trait], `${trait}: min ${min} is more than max ${max}`);
  }
}

const SPLITS = ['train', 'test', 'valid'] as const;

/** Splits in the order in which questions are dealt out; without any, all is trained on. */
function splitsOf(written: Written['splits']): Splits {
  if (!written) return [{ split: 'train', size: 'rest' }];
  return SPLITS.flatMap(split => {
    const size = written[split];
    return size === undefined ? [] : [{ split, size: sizeOf(size) }];
  });
}

function sizeOf(written: number | string): SplitSize {
  if (written === 'rest') return 'rest';
  return typeof written === 'number'
    ? { count: written }
    : { share: Number.parseFloat(written) / 100 };
}
