import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { shared } from '../support/shared.js';
import { type Parsed, parseChunks } from './fixtures.js';

/** What is right of a file of a case. */
type Right = (parsed: Parsed, t: ExecutionContext) => void;

const areRead =
  (count: number, dataset: string, rejected: string[] = []): Right =>
  ({ questions, rejects, error }, t) => {
    t.is(error, undefined);
    t.deepEqual(
      rejects.map(({ code }) => code),
      rejected,
    );
    t.is(questions.length, count);
    for (const question of questions) {
      t.is(question.dataset, dataset);
      for (const { text } of question.passages) t.notRegex(text, /[a-z]\.[A-Z]| {2}/);
    }
  };
const isForeign =
  (title: string): Right =>
  ({ questions, error }, t) => {
    t.is(questions.length, 0);
    t.like(error, { code: 'INPUT_FORMAT' });
    t.true(error?.message.includes(` is ${title}, which is not read: `), error?.message);
  };
const isUnlabelled: Right = (parsed, t) => {
  t.deepEqual([parsed.error, parsed.rejects], [undefined, []]);
  for (const question of parsed.questions) t.like(question, { answerable: false, answers: [] });
};

/** By the folder of the case and the beginning of the file's name. */
const CASES: Record<string, Record<string, Right>> = {
  '03-2wiki-without-evidences': { '': areRead(1, '2wikimqa') },
  '04-mixed-records-in-one-file': {
    'bad-first': areRead(2, 'hotpotqa', ['RECORD_INVALID']),
    'hotpot-then-2wiki': ({ questions, rejects }, t) => {
      t.deepEqual(
        questions.map(({ dataset, passages }) => [dataset, passages[1]!.text]),
        [
          [
            'hotpotqa',
            'Harnby is a market town. It lies on the river Asel. Its fair is held in May.',
          ],
          [
            '2wikimqa',
            'Ostwick is a market town. It lies on the river Birle. Its fair is held in May.',
          ],
        ],
      );
      t.deepEqual(rejects, []);
    },
  },
  '05-squad-hub-rows': {
    squad: (parsed, t) => {
      areRead(4, 'squad')(parsed, t);
      t.deepEqual(
        parsed.questions.map(({ answerable }) => answerable),
        [true, true, true, false],
      );
    },
  },
  '06-neighbouring-formats': {
    beerqa: isForeign('a BeerQA record'),
    flashrag: isForeign('a FlashRAG record'),
    'hippo-corpus': isForeign('a passage of a corpus'),
    ircot: isForeign('an IRCoT record'),
    kilt: isForeign('a KILT record'),
    ruler: isForeign('a RULER record'),
    strategyqa: isForeign('a StrategyQA record'),
  },
  '13-2wiki-on-the-hub': { content: areRead(1, '2wikimqa'), voidful: areRead(2, '2wikimqa') },
  '14-musique-full-twins': {
    full: areRead(5, 'musique'),
    'pairs-twice': areRead(4, 'musique'),
  },
  '15-hotpot-annotation-defects': {
    s902: areRead(1, 'hotpotqa'),
    yesno: areRead(2, 'hotpotqa', ['NO_ANSWER']),
    twice: areRead(1, 'hotpotqa'),
    'empty-support': areRead(0, 'hotpotqa', ['SUPPORT_EMPTY']),
  },
  '18-test-splits': { 'hotpot-test': isUnlabelled },
  '19-titles-nearly-equal': {
    titles: areRead(4, 'hotpotqa', ['SUPPORT_MISSING']),
    entity: areRead(1, 'hotpotqa'),
  },
  '23-types-after-pandas': { in: areRead(4, 'hotpotqa') },
};

for (const [name, rights] of Object.entries(CASES)) {
  test(`case ${name}`, async t => {
    const folder = shared('cases', 'data', name);
    if (folder === undefined) {
      t.log(`skipped: no cases/data/${name}; set KEYCHAIN_SHARED`);
      t.pass();
      return;
    }
    for (const [beginning, right] of Object.entries(rights)) {
      const files = readdirSync(folder).filter(
        file => file.startsWith(beginning) && /\.jsonl?$/.test(file),
      );
      t.true(files.length > 0, beginning);
      for (const file of files) {
        t.true(existsSync(join(folder, file)));
        right(await parseChunks([readFileSync(join(folder, file))]), t);
      }
    }
  });
}
