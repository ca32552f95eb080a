import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { CONFIGURED, configRows, configSchema } from '../../lib/settings/schema.js';
import { hyphenated } from '../../lib/settings/setting.js';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(configSchema());

test('the schema takes the settings of a command, with their defaults', t => {
  for (const command of CONFIGURED) {
    const { properties } = configSchema() as { properties: Record<string, { default?: unknown }> };
    const defaults = [...configRows(command).keys()].flatMap(name => {
      const value = properties[hyphenated(name)]?.default;
      return value === undefined ? [] : [[hyphenated(name), value]];
    });
    t.true(validate({ command, ...Object.fromEntries(defaults) }), command);
  }
});

test('the schema refuses what belongs to another command, and what nobody knows', t => {
  t.true(validate({ hops: 4 }));
  t.true(validate({ command: 'keychain', hops: 4 }));
  t.false(validate({ command: 'parse', hops: 4 }));
  t.false(validate({ hobs: 4 }));
  t.false(validate({ hops: 0 }));
  t.false(validate({ command: 'run' }));
});

test('the package exports the schema', async t => {
  const path = createRequire(import.meta.url).resolve('keychain-pipeline/schemas/config.json');
  t.deepEqual(JSON.parse(await readFile(path, 'utf8')), configSchema());
});
