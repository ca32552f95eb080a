import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOMS } from './rooms.js';

/**
 * The compiled test files that judge a room, absolute, of the project in the working directory.
 *
 * @param isQuick whether those are left out that take long
 */
export async function testFilesOf(name: string, isQuick: boolean): Promise<string[]> {
  const { judges = [], slow = [] } = ROOMS.find(room => room.name === name) ?? {};
  const leftOut = isQuick ? slow.map(each => `${each}.test.js`) : [];
  const found = await Promise.all(
    [name, ...judges].map(async folder => {
      const top = resolve('dist/test', folder);
      const names = await readdir(top, { recursive: true });
      const tests = names.filter(each => each.endsWith('.test.js') && !leftOut.includes(each));
      return tests.map(each => join(top, each));
    }),
  );
  return found.flat().sort();
}
