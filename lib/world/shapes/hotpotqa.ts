import type { Posed, Style } from '../questions/pose.js';
import { hex } from '../wording/numbers.js';
import { recordEach } from './record-each.js';
import { ARRAY, LINES, type Shape } from './shape.js';

const STYLE: Style = {
  passages: 10,
  fresh: 5.35,
  words: 95,
  mix: [
    [2, 79],
    ['comparison', 21],
  ],
};

/** A record of HotpotQA's own files. */
export interface HotpotRecord {
  _id: string;
  answer: string;
  question: string;
  supporting_facts: [title: string, sentence: number][];
  context: [title: string, sentences: string[]][];
  type: 'bridge' | 'comparison';
  level: 'easy' | 'medium' | 'hard';
}

/** The same as a row of the Hub. */
export interface HotpotHubRow {
  id: string;
  question: string;
  answer: string;
  type: 'bridge' | 'comparison';
  level: 'easy' | 'medium' | 'hard';
  supporting_facts: { title: string[]; sent_id: number[] };
  context: { title: string[]; sentences: string[][] };
}

/** HotpotQA's own files. */
export const hotpot: Shape<HotpotRecord> = {
  frame: ARRAY,
  records: recordEach(STYLE, toHotpot),
};

/** The Hub's rows of HotpotQA. */
export const hotpotHub: Shape<HotpotHubRow> = {
  frame: LINES,
  records: recordEach(STYLE, toHotpotHub),
};

/** Writes a question as HotpotQA does: sentences but the first begin with their blank. */
function toHotpot({ random, text, answer, type, steps, passages }: Posed): HotpotRecord {
  const drawn = random.below(100);
  return {
    _id: hex(random, 24),
    answer,
    question: text,
    supporting_facts: steps.map(({ entity, fact }) => [entity.title, fact.sentence]),
    context: passages.map(({ title, sentences }) => [
      title,
      sentences.map((sentence, at) => (at === 0 ? sentence : ` ${sentence}`)),
    ]),
    type: type === 'comparison' ? 'comparison' : 'bridge',
    level: drawn < 20 ? 'easy' : drawn < 83 ? 'medium' : 'hard',
  };
}

/** Turns a record into a row of columns. */
function toHotpotHub(posed: Posed): HotpotHubRow {
  const { _id, question, answer, type, level, supporting_facts, context } = toHotpot(posed);
  return {
    id: _id,
    question,
    answer,
    type,
    level,
    supporting_facts: {
      title: supporting_facts.map(([title]) => title),
      sent_id: supporting_facts.map(([, sentence]) => sentence),
    },
    context: {
      title: context.map(([title]) => title),
      sentences: context.map(([, sentences]) => sentences),
    },
  };
}
