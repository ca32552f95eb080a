import { drawnAt, drawOrder, isOfArticles } from '../corpus/draw-order.js';
import { foldTitle } from '../corpus/fold.js';
import type { Corpus } from '../corpus/open.js';
import { type StoredPassage, storedPassage } from '../corpus/store/codec.js';
import { passageId } from '../corpus/store/passage-id.js';
import { passageUpTo } from '../corpus/store/up-to.js';
import { RecordError } from '../errors.js';
import { leaking, leakTest } from '../prompt/leak.js';
import { lookAlikeTest, misleading, readsAsPair } from '../prompt/look-alikes.js';
import type { Rendering } from '../prompt/render.js';
import type { PassageNumber, Sample, SampleMeta, SamplePassage } from '../records/sample.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';

/**
 * The passages of a sample as the corpus has them, whose ids tell what they are; those of a question
 * from elsewhere as the sample brings them, counted again.
 *
 * @param fillersOnly whether those of texts alone were drawn
 * @throws RecordError RECORD_INVALID
 */
export function passagesOf(
  sample: Sample,
  corpus: Corpus,
  tokenizer: Tokenizer,
  fillersOnly?: boolean,
): StoredPassage[] {
  const { passages, passage_numbers: numbers } = sample;
  if (numbers) return passagesByNumber(sample, numbers, corpus, tokenizer);
  if (!passages) return passagesFrom(corpus, sample, tokenizer, fillersOnly);
  return passages.map((passage, i) => {
    const stored = passageIn(corpus, sample, passage.id, tokenizer);
    if (!stored) return storedPassage(countedAgain(passage, tokenizer, i));
    stored.supporting = passage.supporting;
    stored.drawn = passage.drawn;
    return stored;
  });
}

function passagesByNumber(
  sample: Sample,
  numbers: readonly PassageNumber[],
  corpus: Corpus,
  tokenizer: Tokenizer,
): StoredPassage[] {
  const { passages: listed } = sample.meta;
  if (numbers.length !== listed.length) {
    throw new RecordError(
      'RECORD_INVALID',
      `passage_numbers has ${numbers.length} passages, meta.passages ${listed.length}`,
    );
  }
  return numbers.map(({ number, drawn }, i) => {
    const { id, supporting } = listed[i]!;
    const whole = number < corpus.info.passages ? corpus.passage(number) : undefined;
    if (whole?.id !== id) {
      throw new RecordError(
        'RECORD_INVALID',
        `passage_numbers[${i}].number ${number} is not that of meta.passages[${i}].id`,
      );
    }
    const passage = asInSample(whole, sample, tokenizer);
    passage.supporting = supporting;
    passage.drawn = drawn;
    return passage;
  });
}

/** The passage with an id as the corpus has it, or as much of it as stands in the sample. */
function passageIn(
  corpus: Corpus,
  sample: Sample,
  id: string,
  tokenizer: Tokenizer,
): StoredPassage | undefined {
  const passage = corpus.passageById(id);
  return passage && asInSample(passage, sample, tokenizer);
}

/** As much of a passage as stands in the sample. */
function asInSample(
  passage: StoredPassage,
  { meta: { cut } }: Sample,
  tokenizer: Tokenizer,
): StoredPassage {
  if (!cut || cut.id === '' || cut.id !== passage.id) return passage;
  const end = [...passage.text].slice(0, cut.characters).join('').length;
  return passageUpTo(passage, end, tokenizer);
}

function countedAgain(passage: SamplePassage, tokenizer: Tokenizer, i: number): SamplePassage {
  const { id, title, text } = passage;
  if (passageId(title, text) !== id) {
    throw new RecordError('RECORD_INVALID', `passages[${i}].id is not that of its title and text`);
  }
  return { ...passage, tokens: tokenizer.count(`${title}\n${text}\n\n`) };
}

/**
 * Without the passages that may not stand in a context with the question and with pairs: `fill` has
 * looked for pairs only if it was told of chains.
 *
 * @throws RecordError QUESTION_LEAKED, PASSAGE_MISLEADS if one of them is supporting
 */
export function fitToStand(
  passages: readonly StoredPassage[],
  question: string,
  rendering: Rendering,
): StoredPassage[] {
  const leaks = leakTest(question);
  const misleads = lookAlikeTest(rendering, readsAsPair);
  return passages.filter(passage => {
    const isLeaking = leaks(passage);
    if (!isLeaking && !misleads(passage)) return true;
    if (passage.supporting) throw isLeaking ? leaking(passage) : misleading(passage);
    return false;
  });
}

/** The passages of a sample that carries none, and when each filler was drawn. */
function passagesFrom(
  corpus: Corpus,
  sample: Sample,
  tokenizer: Tokenizer,
  fillersOnly: boolean | undefined,
): StoredPassage[] {
  const { id: sampleId, meta } = sample;
  const own = ownPassages(corpus, meta);
  const draws = drawOrder(corpus.info, meta, fillersOnly);
  return meta.passages.map(({ id, supporting }) => {
    const passage = passageIn(corpus, sample, id, tokenizer);
    if (!passage) {
      throw new RecordError(
        'RECORD_INVALID',
        `the corpus has no passage ${id} of sample ${sampleId}; give the corpus that it was filled from, or the samples as fill writes them`,
      );
    }
    passage.supporting = supporting;
    if (!own.ids.has(id)) {
      const isSibling = isOfArticles(meta.dataset) && own.titles.has(passage.title);
      passage.drawn = drawnAt(draws, passage.number!, isSibling);
    }
    return passage;
  });
}

function ownPassages(corpus: Corpus, { dataset, question_id }: SampleMeta) {
  const number = corpus.questionNumber(dataset, question_id);
  const passages = number === undefined ? [] : corpus.question(number).passages;
  const titles = passages.map(({ title }) => title).filter(title => foldTitle(title) !== '');
  return { ids: new Set(passages.map(({ id }) => id)), titles: new Set(titles) };
}
