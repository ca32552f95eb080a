import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems have Chromium; `KEYCHAIN_CHROMIUM` names another place. */
const PLACES = [
  process.env.KEYCHAIN_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The path of a Chromium that can be run here, or undefined where there is none. */
export function chromiumPath(): string | undefined {
  return PLACES.find(path => {
    try {
      if (path) accessSync(path, constants.X_OK);
      return Boolean(path);
    } catch {
      return false;
    }
  });
}

/** Starts a headless Chromium. Root, as containers have it, has no sandbox to offer. */
export function launchChromium(path: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: path,
    // Gray edges of letters are the same everywhere, and take half the bytes of colored ones.
    args: ['--disable-dev-shm-usage', '--disable-lcd-text', ...(isRoot ? ['--no-sandbox'] : [])],
    timeout: 120_000,
  });
}
