import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fetchNamed } from '../../lib/download/named.js';
import { silentReporter } from '../../lib/reporter.js';
import { hubServer } from '../support/hub/hub-server.js';
import { useHub } from '../support/hub/variables.js';

const FILES = {
  'system.txt': 'Be brief.',
  'ids/a.txt': 'a',
  'ids/b.txt': 'b',
  'data/train-00000-of-00002.parquet': 'PAR1 a',
  'data/train-00001-of-00002.parquet': 'PAR1 b',
  'all.zip': 'PK',
};

async function ground(t: ExecutionContext): Promise<void> {
  const { hub } = await hubServer(t, [
    { name: 'datasets/me/set', commits: [FILES] },
    { name: 'models/me/model', commits: [{ 'chat.jinja': '{{ messages }}' }] },
  ]);
  await useHub(t, hub.url);
}

test.serial(
  'settings without such names are given back as they are, and nobody is asked',
  async t => {
    await useHub(t, 'http://127.0.0.1:1');
    const given = {
      dataset: ['a.json', '-'],
      template: 'hf:is no file {context}',
      maxSeqLength: [1],
    };
    t.is(await fetchNamed('synth', given, silentReporter), given);
  },
);

test.serial(
  'a file, several of them, a text and a model file become paths of the cache',
  async t => {
    await ground(t);
    const given = {
      dataset: ['local.json', 'hf:me/set/all.zip#x.json', 'hf:me/set/data/train-*'],
      filterIdsPath: 'hf:me/set/ids/a.txt',
      chatTemplate: 'hf:me/model/chat.jinja',
      sampleSystemPrompt: '@hf:me/set/system.txt',
      numSamples: 3,
    };
    const found = await fetchNamed('keychain', given, silentReporter);
    t.deepEqual(
      found.dataset!.map(path => basename(path)),
      [
        'local.json',
        'all.zip#x.json',
        'train-00000-of-00002.parquet',
        'train-00001-of-00002.parquet',
      ],
    );
    t.is(await readFile(found.filterIdsPath!, 'utf8'), 'a');
    t.is(await readFile(found.chatTemplate!, 'utf8'), '{{ messages }}');
    t.is(await readFile(found.sampleSystemPrompt!.replace(/^@/, ''), 'utf8'), 'Be brief.');
    t.is(found.numSamples, 3);
    t.is(given.filterIdsPath, 'hf:me/set/ids/a.txt', 'what was given stays as it is');
  },
);

test.serial('where one file can be meant, several are refused', async t => {
  await ground(t);
  const filterIdsPath = 'hf:me/set/ids/*';
  await t.throwsAsync(fetchNamed('synth', { filterIdsPath }, silentReporter), {
    code: 'USAGE',
    message: /--filter-ids-path hf:me\/set\/ids\/\*: means several files/,
  });
});

test.serial(
  'a dataset in parts is one to parse; what makes an output each says how to join it',
  async t => {
    await ground(t);
    const dataset = ['hf:me/set/data'];
    t.is((await fetchNamed('parse', { dataset }, silentReporter)).dataset!.length, 2);
    await t.throwsAsync(fetchNamed('keychain', { dataset }, silentReporter), {
      code: 'USAGE',
      message: /is in 2 parts.*: parse hf:me\/set\/data \| keychain - /,
    });
  },
);
