import test from 'ava';
import type { Kind } from '../../lib/values/kind.js';
import { cores, memory, objectName, volumeClaim } from '../../lib/values/kubernetes-kinds.js';

const CASES: [name: string, kind: Kind<string>, taken: string[], refused: string[]][] = [
  ['name', objectName, ['a', 'model-keys', 'a.b-1'], ['', 'A', '-a', 'a-', 'a_b', 'a'.repeat(254)]],
  ['volume', volumeClaim, ['a:/', 'data:/data/x y'], ['data', 'data:', ':/data', 'a:b', 'a:/b:/c']],
  ['cores', cores, ['1', '2.5', '500m', '0.1'], ['', '0', '0m', '0.0', '-1', '1.5m', '1e3', 'x']],
  ['memory', memory, ['1', '8Gi', '500M', '1.5G', '100k'], ['', '0', '8gi', '8 Gi', '8GB', '-1Gi']],
];

for (const [name, { read, schema }, taken, refused] of CASES) {
  test(`${name}: what Kubernetes takes is taken, and nothing else`, t => {
    const pattern = new RegExp(String(schema.pattern));
    for (const text of taken) {
      t.is(read(text), text);
      t.true(pattern.test(text), text);
    }
    for (const text of refused) {
      t.throws(() => read(text), { name: 'ValueError' }, text);
      t.false(pattern.test(text), text);
    }
  });
}
