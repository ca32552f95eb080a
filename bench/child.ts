import type { Tasks } from './children.js';

/** Runs one task of a module and sends what it gives to the parent. */
const [url, name, args] = process.argv.slice(2) as [string, string, string];
const { tasks } = (await import(url)) as { tasks: Tasks };
process.send?.((await tasks[name]!(...(JSON.parse(args) as never[]))) ?? null);
process.disconnect();
