import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOMS } from './rooms.js';

/** The compiled test files that judge a room, absolute, of the project in the working directory. */
export async function testFilesOf(name: string): Promise<string[]> {
  const { judges = [] } = ROOMS.find(room => room.name === name) ?? {};
  const found = await Promise.all(
    [name, ...judges].map(async folder => {
      const top = resolve('dist/test', folder);
      const names = await readdir(top, { recursive: true });
      return names.filter(each => each.endsWith('.test.js')).map(each => join(top, each));
    }),
  );
  return found.flat().sort();
}
