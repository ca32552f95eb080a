import type { Fields } from '../records/fields.js';
import type { ForeignMessage } from '../records/foreign.js';
import type { Sample } from '../records/sample.js';
import { checkFields } from '../verify/checks/shape.js';
import { viewForeign } from '../verify/foreign/view.js';
import { findHeaders } from '../verify/view/headers.js';
import { keyTest } from '../verify/view/keys.js';
import { finalPrompt } from '../verify/view/prompt.js';
import { type Mark, withoutPairs } from '../verify/view/scan.js';
import { viewSample } from '../verify/view/view.js';
import { foreignOf, isForeign, isOwnSample } from './row.js';

/** A passage by its place in the context without what was put in. */
export interface BarePassage {
  start: number;
  end: number;
  /** Where its title begins. */
  body: number;
  number: number;
}

/** A record as a reader sees it, whoever has written it. */
export interface Readable {
  question: string;
  answers: string[];
  head: string | undefined;
  context: string;
  /** Pairs or needles, in the order of the context. */
  marks: Mark[];
  /** The context without them. */
  bare: string;
  passages: BarePassage[];
  /** By number of the passage, from 0; undefined where nobody says. */
  isSupporting: (index: number, number: number) => boolean;
  isKey: (text: string) => boolean;
  messages: { role: string; text: string }[];
}

/** Reads a record for the page: a sample of ours, one of others, or whatever has texts. */
export function readRecord(record: Fields): Readable {
  // What is not of the shape that its names promise is shown as it is.
  if (isOwnSample(record)) {
    return checkFields(record).length > 0
      ? readOther(record)
      : readOwn(record as unknown as Sample);
  }
  const foreign = isForeign(record) ? readForeign(record) : undefined;
  return foreign ?? readOther(record);
}

function readOwn(sample: Sample): Readable {
  const { meta } = sample;
  const view = viewSample(sample, {});
  const { context, marks, bare } = view;
  const headers = findHeaders(bare, meta) ?? [];
  const found = headers.slice(0, meta.passages.length).flatMap(header => header ?? []);
  const passages = found.map(({ start, end, position }, index) => {
    const to = found[index + 1]?.start ?? bare.length;
    return {
      start,
      body: end + blanksAt(bare, end),
      end: start + bare.slice(start, to).trimEnd().length,
      number: position,
    };
  });
  const { sample_system_prompt: system } = meta;
  return {
    question: sample.input,
    answers: sample.answers,
    head: sample.chain_head_with_question,
    ...{ context, marks, bare, passages },
    isSupporting: (_index, number) => meta.passages[number]?.supporting ?? false,
    isKey: keyTest(meta.key_format ?? '') ?? (() => false),
    messages: [
      ...(system ? [{ role: 'system', text: system }] : []),
      { role: 'user', text: finalPrompt(view) },
    ],
  };
}

const blanksAt = (text: string, at: number): number =>
  /^\s*/.exec(text.slice(at, at + 64))![0].length;

function readForeign(record: Fields): Readable | undefined {
  const fields = foreignOf(record);
  if (!fields) return undefined;
  const { marks, bare, context, found, head, isKey, question } = viewForeign(fields);
  const isFromOne = found?.header.includes('{n}') ?? false;
  const passages = (found?.passages ?? []).map(({ start, body, end }, index) => ({
    start,
    body: body + blanksAt(bare, body),
    end,
    number: isFromOne ? index + 1 : index,
  }));
  const conversation: ForeignMessage[] = fields.conversation ?? [
    { role: 'user', content: fields.context ?? '' },
  ];
  return {
    question: question ?? '',
    answers: fields.answers,
    ...{ head, context, marks, bare, passages, isKey },
    isSupporting: (_index, number) => fields.supporting.includes(number),
    messages: conversation.map(({ role, content }) => ({ role, text: content })),
  };
}

/** What is no sample: the record itself is its text. */
function readOther(record: Fields): Readable {
  const context = JSON.stringify(record, null, 2);
  const { question, input, answers } = record;
  const asked = typeof question === 'string' ? question : input;
  return {
    question: typeof asked === 'string' ? asked : '',
    answers: Array.isArray(answers) ? answers.filter(each => typeof each === 'string') : [],
    head: undefined,
    ...{ context, bare: withoutPairs(context, []), marks: [], passages: [] },
    isSupporting: () => false,
    isKey: () => false,
    messages: [],
  };
}
