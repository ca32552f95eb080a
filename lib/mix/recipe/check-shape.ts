import type { ErrorObject } from 'ajv';
import { nearest } from '../../values/nearest.js';
import type { RecipeText } from './document.js';
import { recipeSchema } from './schema.js';

/** As far as it is looked at here. */
interface Found {
  path: string[];
  error: ErrorObject;
}

/**
 * Holds a recipe against its schema, and tells the first mistake where it stands. What is wrong in settings
 * is told by whoever reads them, in the words of configs.
 *
 * @throws KeychainError USAGE with file, line, column, what is allowed and the nearest name
 */
export async function checkRecipeShape(recipe: RecipeText): Promise<void> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const options = { allErrors: true, verbose: true, allowUnionTypes: true };
  const validate = new Ajv2020(options).compile(recipeSchema());
  if (validate(recipe.values)) return;
  const found = (validate.errors ?? [])
    .map((error): Found => ({ path: pathOf(error), error }))
    .filter(({ path, error }) => !isOfSettings(path, error));
  // Of what is wrong inside of something, the innermost was meant; of several ways in which it could be
  // right, what they have in common.
  const isWay = ({ error }: Found): number => (error.schemaPath.includes('/anyOf/') ? 1 : 0);
  const [first] = found.sort((a, b) => b.path.length - a.path.length || isWay(a) - isWay(b));
  if (first) throw faultOf(first, recipe);
}

const pathOf = ({ instancePath }: ErrorObject): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What stands in `settings` and in `make` goes the way of a config. */
function isOfSettings(path: readonly string[], { keyword }: ErrorObject): boolean {
  const inside = path[0] === 'settings' ? path.slice(1) : path[2] === 'make' ? path.slice(3) : [];
  if (inside.length > 0) return inside[0] !== 'command';
  const isBlock =
    path[0] === 'settings' ? path.length === 1 : path[2] === 'make' && path.length === 3;
  return isBlock && keyword === 'additionalProperties';
}

function faultOf({ path, error }: Found, recipe: RecipeText): Error {
  const { keyword, params, parentSchema } = error;
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const names = Object.keys((parentSchema as { properties: object }).properties);
    const near = nearest(name, names);
    const hint = near === undefined ? `allowed are ${names.join(', ')}` : `did you mean ${near}?`;
    return recipe.fault([...path, name], `there is no ${name} here; ${hint}`, 'name');
  }
  if (error.propertyName !== undefined) {
    const at = [...path, error.propertyName];
    return recipe.fault(at, `${error.propertyName}: must be ${described(error)}`, 'name');
  }
  const name = path.at(-1) ?? 'a recipe';
  if (keyword === 'required') {
    return recipe.fault(path, `${name} needs ${params.missingProperty}`, 'name');
  }
  return recipe.fault(path, `${name}: must be ${described(error)}`);
}

function described({ parentSchema, schema }: ErrorObject): string {
  const { description, enum: words } = (parentSchema ?? {}) as {
    description?: string;
    enum?: readonly string[];
  };
  if (words) return `one of ${words.join(', ')}`;
  return description ?? JSON.stringify(schema);
}
