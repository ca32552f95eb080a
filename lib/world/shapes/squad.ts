import type { Random } from '../../random.js';
import type { Entity, ToldFact } from '../entities/entity.js';
import { ATLAS, CYCLE_LENGTH } from '../numbering.js';
import { openWorld } from '../open.js';
import { PHRASES } from '../questions/phrases.js';
import { type Line, pick } from '../wording/lines.js';
import { hex } from '../wording/numbers.js';
import type { Shape, WorldOptions } from './shape.js';

const WORDS = 110;
const ANSWERABLE = 2;

/** What no passage tells. */
const UNTOLD: readonly Line<string>[] = [
  x => `Which saint is said to protect ${x}?`,
  x => `Who brought the matter of ${x} before the high court?`,
  x => `What colour stands for ${x} in heraldry?`,
  x => `How much was paid to insure ${x}?`,
];

interface Span {
  text: string;
  answer_start: number;
}

/** A question of SQuAD 2.0; one that cannot be answered carries what might be taken for one. */
export interface SquadQuestion {
  plausible_answers?: Span[];
  question: string;
  id: string;
  answers: Span[];
  is_impossible: boolean;
}

export interface SquadArticle {
  title: string;
  paragraphs: { qas: SquadQuestion[]; context: string }[];
}

export const squad: Shape<SquadArticle> = {
  frame: ['{"version":"v2.0","data":[', ',', ']}'],
  records: articles,
};

/** The articles of a SQuAD-shaped file; an article is about twenty neighbours in the world. */
function* articles({ questions, seed = 42 }: WorldOptions): Generator<SquadArticle> {
  const world = openWorld(seed, WORDS);
  let left = questions;
  for (let at = 0; left > 0; at++) {
    const random = world.random('article', at);
    const first = ATLAS + at * CYCLE_LENGTH;
    const entities = Array.from({ length: CYCLE_LENGTH }, (_, i) => world.entity(first + i));
    const paragraphs: SquadArticle['paragraphs'] = [];
    for (const entity of entities) {
      const qas = questionsAbout(entity, random).slice(0, left);
      left -= qas.length;
      if (qas.length > 0) paragraphs.push({ qas, context: entity.sentences.join(' ') });
    }
    const town = entities.find(({ kind }) => kind === 'town')!;
    yield { title: town.title.replaceAll(' ', '_'), paragraphs };
  }
}

function questionsAbout(entity: Entity, random: Random): SquadQuestion[] {
  const facts = random.shuffle([...entity.facts.values()]);
  const answerable = facts.slice(0, ANSWERABLE).map(fact => ({
    question: PHRASES[fact.relation].asks[0]!(entity.mention),
    id: hex(random, 24),
    answers: [spanOf(entity, fact)],
    is_impossible: false,
  }));
  const impossible: SquadQuestion = {
    plausible_answers: [spanOf(entity, facts[0]!)],
    question: pick(random, UNTOLD)(entity.mention),
    id: hex(random, 24),
    answers: [],
    is_impossible: true,
  };
  return [...answerable, impossible];
}

function spanOf({ sentences }: Entity, { answer, sentence }: ToldFact): Span {
  const before = sentences.slice(0, sentence).reduce((length, each) => length + each.length + 1, 0);
  return { text: answer, answer_start: before + sentences[sentence]!.indexOf(answer) };
}
