import { recipeSchema } from '../../lib/mix/recipe/schema.js';
import { configSchema } from '../../lib/settings/schema.js';

/** `lib/settings/config.schema.json`, as the table gives it. */
export const schemaText = (): string => `${JSON.stringify(configSchema(), null, 2)}\n`;

/** `lib/mix/recipe.schema.json`, as the table and the parts of a recipe give it. */
export const recipeSchemaText = (): string => `${JSON.stringify(recipeSchema(), null, 2)}\n`;
