import { PHRASES } from '../questions/phrases.js';
import type { Posed, Style } from '../questions/pose.js';
import { hex } from '../wording/numbers.js';
import { recordEach } from './record-each.js';
import { ARRAY, type Shape } from './shape.js';

const STYLE: Style = {
  passages: 10,
  fresh: 2.2,
  words: 55,
  mix: [
    [2, 12],
    ['comparison', 31],
    ['bridge_comparison', 37],
    ['inference', 20],
  ],
};

const TYPES = {
  bridge: 'compositional',
  inference: 'inference',
  comparison: 'comparison',
  bridge_comparison: 'bridge_comparison',
} as const;

export interface TwoWikiRecord {
  _id: string;
  type: (typeof TYPES)[keyof typeof TYPES];
  question: string;
  context: [title: string, sentences: string[]][];
  entity_ids: string;
  supporting_facts: [title: string, sentence: number][];
  evidences: [subject: string, relation: string, object: string][];
  answer: string;
  evidences_id: [subject: string, relation: string, object: string][];
  answer_id: string | null;
}

export const twoWiki: Shape<TwoWikiRecord> = {
  frame: ARRAY,
  records: recordEach(STYLE, toTwoWiki),
};

/** Writes a question as 2WikiMultihopQA does: sentences have no blanks of their own. */
function toTwoWiki(posed: Posed): TwoWikiRecord {
  const { random, type, text, answer, target, steps, passages } = posed;
  return {
    _id: hex(random, 32),
    type: TYPES[type],
    question: text,
    context: passages.map(({ title, sentences }) => [title, sentences]),
    entity_ids: steps.map(({ entity }) => itemId(entity.number)).join('_'),
    supporting_facts: steps.map(({ entity, fact }) => [entity.title, fact.sentence]),
    evidences: steps.map(({ entity, fact }) => [
      entity.bare,
      PHRASES[fact.relation].tag,
      fact.answer,
    ]),
    answer,
    // The dataset itself leaves these out for this type.
    evidences_id: type === 'bridge_comparison' ? [] : steps.map(evidenceId),
    answer_id: target === undefined ? null : itemId(target),
  };
}

function evidenceId({ entity, fact }: Posed['steps'][number]): [string, string, string] {
  const object = fact.target === undefined ? 'date_information' : itemId(fact.target);
  return [itemId(entity.number), PHRASES[fact.relation].tag, object];
}

function itemId(number: number): string {
  return `Q${number + 1000}`;
}
