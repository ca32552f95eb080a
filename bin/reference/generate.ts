import { writeFile } from 'node:fs/promises';
import { COMMANDS } from '../commands.js';
import { featuresText } from './features.js';
import { referencePage } from './page.js';
import { recipeSchemaText, schemaText } from './schema-text.js';

/** What is written, by its place in the project. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'bin/README.md': () => referencePage(COMMANDS),
  'lib/settings/config.schema.json': schemaText,
  'lib/mix/recipe.schema.json': recipeSchemaText,
  'lib/records/schemas/features.json': featuresText,
};

/** Writes anew what the table and the commands decide. */
export async function generate(): Promise<void> {
  for (const [file, text] of Object.entries(GENERATED)) await writeFile(file, text());
}
