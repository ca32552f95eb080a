import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import test from 'ava';
import type { RecordError } from '../../lib/errors.js';
import type { Rolled } from '../../lib/model/ask/judge.js';
import { openChat } from '../../lib/model/client/chat.js';
import { rollout } from '../../lib/model/rollout/rollout.js';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import { flow } from '../../lib/stream/flow.js';
import { questionIn } from '../support/model/chat.js';
import { ask, chatFor, mockFor, scratch } from '../support/model/fixtures.js';
import { behaveAs, type Said, SERVERS, type ServerRow } from '../support/model/servers.js';
import { madeQuestions } from '../support/questions.js';
import { all } from '../support/streams.js';

const QUESTIONS = 200;
const N = 8;

for (const row of SERVERS) {
  test(`${row.name}: 200 questions with 8 answers each, all judged, none lost`, async t => {
    const mock = await mockFor(t);
    const placeOf = (prompt: string): number => Number(/place (\d+)/.exec(questionIn(prompt))![1]);
    behaveAs(mock, row, call => `I think so. The answer is River ${placeOf(call.key)}.`);
    const notices: string[] = [];
    const chat = openChat({
      urls: [mock.url],
      model: 'm',
      journal: await scratch(t),
      temperature: 0.7,
      concurrency: 16,
      backoffMs: 5,
      onNotice: line => notices.push(line),
    });
    t.teardown(() => chat.close());
    const rejects: Reject[] = [];
    const stage = rollout({
      model: { chat, name: 'm' },
      n: N,
      concurrency: 16,
      onReject: reject => rejects.push(reject),
    });
    const records = await all<Question & Rolled>(
      flow(Readable.from(madeQuestions(QUESTIONS)), stage),
    );
    t.deepEqual(rejects, []);
    t.is(records.length, QUESTIONS);
    for (const { rollouts, scores, pass_count } of records) {
      t.is(rollouts.length, N);
      t.is(scores.length, N);
      t.is(pass_count, N);
    }
    // What it cannot do is said once each.
    t.is(new Set(notices).size, notices.length);
    if (row.usage) {
      const answered = mock.calls.length;
      t.true(chat.totals().completionTokens >= 20 * QUESTIONS * N);
      t.is(chat.totals().requests, answered);
    }
  });

  test(`${row.name}: a prompt that is too long is a reject, and an empty account ends the run`, async t => {
    const mock = await mockFor(t, { otherwise: row.tooLong });
    const chat = await chatFor(t, { urls: [mock.url] });
    const result = await chat.ask(ask('q', 8));
    t.is((result as RecordError).code as string, 'PROMPT_TOO_LONG');
    if (!row.broke) return;
    mock.options.otherwise = row.broke;
    await t.throwsAsync(chat.ask(ask('other', 8)), { code: 'MODEL_QUOTA_SPENT' });
  });
}

/** How a refusal is told in the table. */
const told = (said: Said | undefined): string => {
  if (!said) return '';
  const { status, body } = said;
  const first = (Array.isArray(body) ? body[0] : body) as {
    error?: { message: string } | string;
    message?: string;
  };
  const inner = typeof first.error === 'object' ? first.error.message : first.error;
  const text = (inner ?? first.message ?? '').replace(/\|/g, '\\|');
  return `${status} "${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
};

const choicesOf = ({ n }: ServerRow): string => {
  if (n === 'any') return 'as asked';
  return n === 'ignored' ? 'one, in silence' : `${n.most}: ${told(n.said)}`;
};

const HEAD = [
  'server',
  'answers a call',
  'is asked otherwise after',
  'thoughts',
  'busy',
  'too long',
  'no money',
];
const THOUGHTS = { apart: 'a field', parts: 'parts', tags: '`<think>`', none: 'hidden' };

const TABLE = [
  HEAD,
  ...SERVERS.map(row => [
    row.name,
    choicesOf(row),
    [row.limit, row.temperature, row.stream]
      .filter(said => said)
      .map(told)
      .join('; '),
    THOUGHTS[row.thoughts],
    told(row.throttled),
    told(row.tooLong),
    told(row.broke),
  ]),
];

const SECTION = /(<!-- servers -->\n\n)(.*)(\n\n<!-- \/servers -->)/s;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

test('the table of servers in the documentation is the one that is tested', async t => {
  const page = new URL('../../../lib/model/README.md', import.meta.url);
  const text = await readFile(page, 'utf8');
  // UPDATE_GOLDEN=1 writes the table again, to be formatted.
  if (process.env.UPDATE_GOLDEN === '1') {
    const [head, ...rows] = TABLE;
    const lines = [head!, head!.map(() => '---'), ...rows].map(line).join('\n');
    await writeFile(
      page,
      text.replace(SECTION, (_, before, __, after) => before + lines + after),
    );
    return t.pass();
  }
  const written = SECTION.exec(text)![2]!
    .split('\n')
    .filter((_, at) => at !== 1)
    .map(row =>
      row
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
  t.deepEqual(written, TABLE);
});
