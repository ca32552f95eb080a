import { BENCHMARKS } from './benchmarks.js';

/** Runs one benchmark and sends its figures to the parent, which watches this process's memory. */
const [name, quick, dir = '.'] = process.argv.slice(2);
const benchmark = BENCHMARKS.find(each => each.name === name);
process.send?.(await benchmark?.run({ quick: quick === 'quick', dir }));
process.disconnect();
