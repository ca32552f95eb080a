import { MAKING } from '../../settings/commands.js';
import { allConfigRows, configSchema } from '../../settings/schema.js';
import { hyphenated } from '../../settings/setting.js';
import type { JsonSchema } from '../../values/kind.js';
import { NOT_MADE } from './not-made.js';
import { ORDERS, TRAITS } from './recipe.js';

/** Names that folders may have, and options may begin with. */
export const PART_NAME = '^[A-Za-z0-9][A-Za-z0-9_-]*$';

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });
const count = (description: string, minimum = 1): JsonSchema => ({
  type: 'integer',
  minimum,
  description,
});

const BOUND: JsonSchema = { type: 'number', minimum: 0, description: 'a number, 0 or above' };
const BOUNDS = fields(
  { min: BOUND, max: BOUND },
  { minProperties: 1, description: 'min and max, one of them at least' },
);

const SPLIT: JsonSchema = {
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: '^(\\d{1,2}(\\.\\d+)?%|100%|rest)$' },
  ],
  description: 'a whole number of questions, a share of all such as 95%, or rest',
};

const FIELDS = fields(
  {
    question: text('the field with the question'),
    answers: text('the field with the answer, or a list of accepted ones'),
    id: text('the field with the id of a question'),
    choices: text('the field with the choices: a list of texts, or texts by their letters'),
    'pass-rate': text('the field with the share of right answers of a model, 0 to 1'),
  },
  { required: ['question', 'answers'] },
);

const FILES: JsonSchema = {
  anyOf: [text('a file'), { type: 'array', items: text('a file'), minItems: 1 }],
  description: 'a file, a folder or a pattern with *, or a list of them; relative to this file',
};

/** JSON Schema (2020-12) of a recipe. */
export function recipeSchema(): JsonSchema {
  const settings = settingSchemas();
  const part = fields(
    {
      from: FILES,
      make: fields(
        { command: { enum: MAKING, description: `one of ${MAKING.join(', ')}` }, ...settings },
        { required: ['command'], description: 'a run that makes the part: command, and settings' },
      ),
      fields: {
        ...FIELDS,
        description: 'which fields of foreign rows are what; a.b for one in another',
      },
      template: text('the prompt of foreign rows, with {question} and {choices}'),
      'system-prompt': text("the system's message of foreign rows"),
      'data-source': text(
        "what verl's rewards are chosen by, of foreign rows; else the part's name",
      ),
      ability: text('what verl calls the task of foreign rows'),
      take: count('how many rows are drawn; without it all are taken'),
      where: fields(Object.fromEntries(TRAITS.map(trait => [trait, BOUNDS])), {
        description: `bounds of ${TRAITS.join(', ')}`,
      }),
      repeat: count('how often each row is written'),
    },
    { description: 'from or make, and what is taken of it' },
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Recipe of keychain-pipeline',
    ...fields(
      {
        $schema: { type: 'string' },
        seed: count('what is drawn depends on, 0 or above', 0),
        order: { enum: ORDERS, description: 'in which order rows are written' },
        splits: fields(
          { train: SPLIT, test: SPLIT, valid: SPLIT },
          { minProperties: 1, description: 'how many questions train, test and valid have' },
        ),
        settings: fields(settings, { description: 'settings of all parts that are made' }),
        parts: {
          type: 'object',
          minProperties: 1,
          propertyNames: {
            pattern: PART_NAME,
            description: 'a name of letters, digits, _ and -',
          },
          additionalProperties: part,
          description: 'the parts by their names',
        },
      },
      { required: ['parts'], description: 'a training set that is mixed of parts' },
    ),
  };
}

/** An object that has no other fields. */
function fields(
  properties: Readonly<Record<string, JsonSchema>>,
  more: JsonSchema = {},
): JsonSchema {
  return { type: 'object', properties, additionalProperties: false, ...more };
}

/** Those that a part may have, as a config has them. */
function settingSchemas(): Record<string, JsonSchema> {
  const { properties } = configSchema() as { properties: Record<string, JsonSchema> };
  const made = [...allConfigRows()].filter(
    ([name, { commands }]) => !NOT_MADE.has(name) && MAKING.some(each => commands.includes(each)),
  );
  return Object.fromEntries(
    made.map(([name]) => [hyphenated(name), properties[hyphenated(name)]!]),
  );
}
