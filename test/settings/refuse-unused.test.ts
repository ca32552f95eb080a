import test from 'ava';
import { TARGET_PARAMETERS, TARGETS, type TargetName } from '../../lib/export/targets.js';
import { refuseUnused } from '../../lib/settings/refuse-unused.js';
import { settingsOf } from '../../lib/settings/resolve.js';
import { hyphenated } from '../../lib/settings/setting.js';
import { namesOf } from '../../lib/values/registry.js';

/** A value of each setting that some target has no use for. */
const VALUES = {
  model: 'm',
  extraBody: { top_k: 1 },
  push: 'ann/data',
  public: true,
  prettyName: 'Data',
  license: ['mit'],
  language: ['en'],
  format: 'jsonl',
  maxPromptLength: 9,
  tokenizerType: 'openai',
  tokenizerPath: 'gpt2',
  chatTemplate: 'auto',
  trainerTemplate: '{prompt}',
} as const;

type Name = keyof typeof VALUES;

const HUB = ['push', 'public', 'prettyName', 'license', 'language'] as const;
const REQUEST = ['model', 'extraBody'] as const;
const COUNTING = ['tokenizerType', 'tokenizerPath', 'chatTemplate', 'trainerTemplate'] as const;

/** What each target does nothing with; where only a length is held, without that length. */
const UNUSED: Readonly<Record<TargetName, readonly Name[]>> = {
  verl: [...HUB, ...REQUEST],
  trl: [...HUB, ...REQUEST],
  swift: [...HUB, ...REQUEST],
  'openai-batch': [...HUB, 'format', ...COUNTING],
  'openai-ft': [...HUB, ...REQUEST, 'maxPromptLength', ...COUNTING],
  hub: [...REQUEST, ...COUNTING],
};

/** Settings of the export whose effect is not the target's. */
const EVERYWHERE = [
  ...['records', 'out', 'to', 'startIndex', 'endIndex', 'rule', 'metric', 'dropUnjudgeable'],
  ...['maxRecordBytes', 'maxExpansion', 'fresh', 'rejects', 'onReject', 'allowRejects'],
  ...['config', 'json', 'quiet', 'debug', 'help'],
];

test('every setting of an export is one that each target uses, or one that is told where it does not', t => {
  const known = new Set([...Object.keys(VALUES), ...EVERYWHERE]);
  t.deepEqual(
    [...settingsOf('export').keys()].filter(name => !known.has(name)),
    [],
  );
  t.deepEqual(
    namesOf(TARGET_PARAMETERS).filter(name => !(name in VALUES)),
    [],
  );
});

for (const to of namesOf(TARGETS)) {
  for (const name of namesOf(VALUES)) {
    const isUnused = UNUSED[to].includes(name);
    test(`--${hyphenated(name)} is ${isUnused ? 'refused' : 'taken'} where the target is ${to}`, t => {
      const settings = { to, [name]: VALUES[name] };
      if (!isUnused) return t.notThrows(() => refuseUnused(settings));
      const error = t.throws(() => refuseUnused(settings), { code: 'USAGE' });
      t.true(error!.message.startsWith(`--${hyphenated(name)} `), error!.message);
      t.true(error!.message.includes(to));
      t.notRegex(error!.message, /\n/);
    });
  }
}

test('counting is of use where a length is held against it; a switch that is off says nothing', t => {
  for (const to of ['hub', 'openai-batch'] as const) {
    t.notThrows(() => refuseUnused({ to, maxPromptLength: 9, trainerTemplate: '{prompt}' }));
  }
  t.notThrows(() => refuseUnused({ to: 'trl', public: false, push: undefined }));
});
