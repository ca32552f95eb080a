import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const FACE = 'dist/pipelines/index.d.ts';

/** The functions that a program can import and that make a stage, by the types they are built to. */
function exportedStages(): string[] {
  const stages: string[] = [];
  for (const [, names, file] of read(FACE).matchAll(/^export \{([^}]*)\} from '(.*)\.js';/gm)) {
    const module = read(join('dist/pipelines', `${file}.d.ts`));
    for (const name of names!.split(',').map(each => each.trim().split(' as ')[0]!)) {
      if (/\b(Transform|Duplex|Writable)$/.test(resultOf(name, module))) stages.push(name);
    }
  }
  return stages.sort();
}

/** How the declaration of a function ends: with what it gives. */
function resultOf(name: string, module: string): string {
  const declared = module
    .split(/^export declare (?:function|const) /m)
    .find(part => new RegExp(`^${name}\\b`).test(part));
  return (declared ?? '').replace(/;\s*(?:export\b|\/\*\*)[\s\S]*$/, '').replace(/;\s*$/, '');
}

/** The stages that some test holds to what every stage owes the streams around it. */
function testedStages(): Set<string> {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' });
  const calls = files
    .filter(file => file.endsWith('.test.ts'))
    .flatMap(file => [
      ...read(join('test', file)).matchAll(/\btest(?:LifeCycle|SinkLife)\b.*\(test, '(\w+)/g),
    ]);
  return new Set(calls.map(([, name]) => name!));
}

const read = (file: string): string => readFileSync(file, 'utf8');

test('the stages among the exports are found', t => {
  const found = exportedStages();
  for (const name of ['fill', 'chain', 'sortOnDisk', 'lineFile', 'stage']) {
    t.true(found.includes(name), name);
  }
  for (const name of ['keychain', 'verifyFile', 'flow', 'loadTokenizer', 'resolve']) {
    t.false(found.includes(name), name);
  }
});

test('every stage that is exported has a test of its life', t => {
  const tested = testedStages();
  t.deepEqual(
    exportedStages().filter(name => !tested.has(name)),
    [],
    'see testLifeCycle in test/support/stage-life.ts',
  );
});
