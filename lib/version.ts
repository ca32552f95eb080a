import { readFileSync } from 'node:fs';

const manifest = new URL('../../package.json', import.meta.url);

/** The package's version: part of every sample, since another version may give other lines. */
export const VERSION: string = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string })
  .version;
