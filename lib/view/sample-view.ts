import { type Fields, isFields } from '../records/fields.js';
import type { ScoringRuleName } from '../score/rules/registry.js';
import { checkSample } from '../verify/check-sample.js';
import { examineForeign } from '../verify/foreign/examine.js';
import { BROKEN_KINDS } from '../verify/foreign/kinds.js';
import type { Mark } from '../verify/view/scan.js';
import type { Row, SampleView } from './api.js';
import { chainsOf } from './chains-of.js';
import { type Readable, readRecord } from './readable.js';
import { rolloutsOf } from './rollouts-of.js';
import { isForeign, isOwnSample } from './row.js';

/** The rules of `rollout` where it is told none, which asked most models; of all else that of samples. */
const RULES: Readonly<Record<string, ScoringRuleName>> = {
  needle: 'all-of',
  question: 'answer-is',
};

/** Marks of the ruler. */
const MARKS = 64;

/** All that the page shows of a record, from the record alone. */
export function sampleView(record: unknown, row: Row): SampleView {
  const fields = isFields(record) ? record : { record };
  const read = readRecord(fields);
  const { question, answers, head, context, messages } = read;
  const isNeedle = row.kind === 'needle';
  const chained = isNeedle ? { pairs: [], chains: [], walk: [] } : chainsOf(read);
  const findings = findingsOf(fields);
  return {
    row: {
      ...row,
      hops: row.hops || chained.walk.length,
      chains: chained.chains.length,
      findings: findings.length,
    },
    question,
    answers,
    ...(head !== undefined && { head }),
    facts: factsOf(fields),
    messages,
    context,
    passages: passagesOf(read),
    ...chained,
    ...(isNeedle && { needles: needlesOf(fields, read) }),
    ruler: Array.from({ length: MARKS + 1 }, (_, mark) => ({
      at: Math.round((context.length * mark) / MARKS),
      tokens: Math.round((tokensOf(fields) * mark) / MARKS),
    })),
    rulerIsExact: false,
    findings,
    rollouts: rolloutsOf(fields, answers, RULES[row.kind] ?? 'boxed-or-answer-is'),
  };
}

/** What is wrong with a record, by its line alone; nothing where it is no sample. */
export function findingsOf(record: Fields): SampleView['findings'] {
  if (!isOwnSample(record) && !isForeign(record)) return [];
  try {
    if (isOwnSample(record)) return checkSample(record, {});
    return examineForeign(record, {}).broken.map(({ kind, message }) => ({
      check: BROKEN_KINDS[kind].check,
      message,
    }));
  } catch (error) {
    return [{ check: 'shape', message: (error as Error).message }];
  }
}

/** Tokens of the prompt, as far as the record says. */
function tokensOf({ meta, length }: Fields): number {
  if (isFields(meta) && typeof meta.prompt_tokens === 'number') return meta.prompt_tokens;
  return typeof length === 'number' ? length : 0;
}

/** Offsets in a context without its marks as offsets in the context, for offsets that go up. */
function withMarks(marks: readonly Mark[]): (offset: number, isEnd: boolean) => number {
  let next = 0;
  let put = 0;
  return (offset, isEnd) => {
    while (
      next < marks.length &&
      (isEnd ? marks[next]!.offset <= offset : marks[next]!.offset < offset)
    ) {
      put += marks[next]!.end - marks[next]!.start;
      next++;
    }
    return offset + put;
  };
}

function passagesOf({ passages, marks, bare, isSupporting }: Readable): SampleView['passages'] {
  const place = withMarks(marks);
  return passages.map(({ start, body, end, number }, index) => ({
    start: place(start, false),
    end: place(end, true),
    title: titleAt(bare, body, end),
    supporting: isSupporting(index, number),
    number,
  }));
}

/** Characters of a title where no line feed ends it. */
const FLAT_TITLE = 80;

/** The first line of a passage. */
function titleAt(text: string, body: number, end: number): string {
  const feed = text.indexOf('\n', body);
  if (feed !== -1 && feed < end) return text.slice(body, feed).trim();
  const beginning = text.slice(body, Math.min(end, body + FLAT_TITLE)).toWellFormed();
  return end - body > FLAT_TITLE ? `${beginning}…` : beginning;
}

function needlesOf({ meta }: Fields, { marks }: Readable): SampleView['needles'] {
  const asked = new Set(isFields(meta) && Array.isArray(meta.asked) ? meta.asked : []);
  return marks.map(({ start, end, pair }) => ({
    ...{ start, end, key: pair?.[0] ?? '', value: pair?.[1] ?? '' },
    asked: asked.has(pair?.[0]),
  }));
}

/** Fields that say how a sample was made; texts and lists are shown elsewhere, or are too long. */
function factsOf(record: Fields): [label: string, value: string][] {
  const {
    meta,
    context: _context,
    distractor_context: _chained,
    rollouts: _rollouts,
    ...own
  } = record;
  const all = { ...own, ...(isFields(meta) && meta) };
  return Object.entries(all).flatMap(([label, value]) => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return shown === undefined || shown === '' || shown.length > 600
      ? []
      : [[label, shown] as [string, string]];
  });
}
