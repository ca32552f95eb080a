import { configSchema } from '../../lib/settings/schema.js';

/** `lib/settings/config.schema.json`, as the table gives it. */
export const schemaText = (): string => `${JSON.stringify(configSchema(), null, 2)}\n`;
