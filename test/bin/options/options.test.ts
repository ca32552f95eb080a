import test from 'ava';
import { COMMANDS } from '../../../bin/commands.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { hyphenated } from '../../../lib/settings/setting.js';
import { type Ground, makeGround } from './ground.js';
import { EFFECTS } from './table.js';

let ground: Ground;

test.before(async () => {
  ground = await makeGround();
});

test.after.always(() => ground?.close());

for (const { name: command } of COMMANDS) {
  const effects = EFFECTS[command];

  test.serial(`every option of ${command} has an effect that is checked, and no other`, t => {
    t.deepEqual(Object.keys(effects).sort(), [...settingsOf(command).keys()].sort());
  });

  for (const [setting, effect] of Object.entries(effects)) {
    test.serial(`${command} --${hyphenated(setting)}`, t => effect({ t, ground, command }));
  }
}
