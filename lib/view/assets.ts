import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file of the page as it is sent. */
export interface Asset {
  type: string;
  bytes: Buffer;
}

/** All that the page consists of. */
export interface PageAssets {
  html: Asset;
  /** What stands below `assets/`, by its name: nothing else is ever sent. */
  files: ReadonlyMap<string, Asset>;
  /** The value of `content-security-policy` under which the page works. */
  policy: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';

/** Modules of libraries by the names that the page's import map has for them. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'preact.mjs': 'preact',
  'hooks.mjs': 'preact/hooks',
  'htm.mjs': 'htm',
  'htm-preact.mjs': 'htm/preact',
};

const SOURCES = new URL('../../../lib/view/page/', import.meta.url);
const MODULES = new URL('page/', import.meta.url);

/** What stands between the tags of the page's one inline script, its import map. */
const IMPORT_MAP = /<script type="importmap">(.*?)<\/script>/s;

/**
 * Reads the page, its style and its modules. The policy lets nothing run but them and the import map,
 * which it names by its digest: no script or style that stands in the data, nothing from elsewhere.
 */
export async function readPage(): Promise<PageAssets> {
  const html = await readFile(new URL('page.html', SOURCES));
  const files = new Map<string, Asset>();
  files.set('style.css', {
    type: 'text/css; charset=utf-8',
    bytes: await readFile(new URL('style.css', SOURCES)),
  });
  for (const name of await readdir(MODULES)) {
    if (!name.endsWith('.js')) continue;
    files.set(name, { type: SCRIPT, bytes: await readFile(new URL(name, MODULES)) });
  }
  for (const [name, library] of Object.entries(LIBRARIES)) {
    const path = fileURLToPath(import.meta.resolve(library));
    files.set(name, { type: SCRIPT, bytes: await readFile(path) });
  }
  // A browser reads any end of a line as a line feed before it compares digests.
  const importMap = IMPORT_MAP.exec(html.toString())?.[1]?.replaceAll('\r\n', '\n') ?? '';
  const digest = createHash('sha256').update(importMap).digest('base64');
  return {
    html: { type: 'text/html; charset=utf-8', bytes: html },
    files,
    policy: [
      "default-src 'none'",
      `script-src 'self' 'sha256-${digest}'`,
      "style-src 'self'",
      "connect-src 'self'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}
