import { UNKNOWN_PLACEMENT } from '../../records/foreign.js';
import type { CorpusQuestion, CorpusTexts } from '../sources.js';
import { findHeaders, strayHeaders } from '../view/headers.js';
import { excerpt, squeeze } from '../view/squeeze.js';
import type { View } from '../view/view.js';
import { checkCut } from './cut.js';
import { neglectedPassages } from './own-passages.js';

/**
 * The context without its pairs is the passages of `meta.passages`, in order, whole and once; all
 * that the answer needs are there, and no filler could pass for one of them.
 */
export function checkPassages(view: View): string[] {
  const { corpus } = view.sources;
  const { whole } = view;
  return [
    ...repeated(view),
    ...keptContext(view),
    ...(isRelevantOnly(view) ? onlySupporting(view) : []),
    ...(whole ? checkCut(view, whole) : []),
    ...(corpus ? [...chosen(view, corpus), ...texts(view, corpus)] : headers(view)),
    ...lookAlikes(view),
  ];
}

// --- internal ---

function repeated({ sample }: View): string[] {
  const seen = new Set<string>();
  return sample.meta.passages
    .filter(({ id }) => seen.size === seen.add(id).size)
    .map(({ id }) => `passage ${id} stands in the context twice`);
}

/** `--keep-context` keeps the passages without the pairs beside those with them. */
function keptContext({ sample, claims, bare }: View): string[] {
  if (!claims || sample.context === undefined) return [];
  if (squeeze(sample.context) === squeeze(bare)) return [];
  return ['context is not distractor_context without its pairs'];
}

/** Without a budget, there are supporting passages only; of an adopted sample it may just not be known. */
function isRelevantOnly({ sample: { meta } }: View): boolean {
  return meta.max_seq_length === 0 && meta.placement !== UNKNOWN_PLACEMENT;
}

function onlySupporting({ sample }: View): string[] {
  return sample.meta.passages
    .filter(({ supporting }) => !supporting)
    .map(({ id }) => `passage ${id} is not supporting, in a sample of supporting passages only`);
}

function chosen(view: View, corpus: CorpusTexts): string[] {
  const { dataset, question_id, passages } = view.sample.meta;
  const question = corpus.question(question_id, dataset);
  if (!question) return [];
  const own = new Map(question.passages.map(({ id, supporting }) => [id, supporting]));
  const present = new Set(passages.map(({ id }) => id));
  const dropped = question.passages.filter(({ id, supporting }) => supporting && !present.has(id));
  const misjudged = passages.filter(({ id, supporting }) => supporting !== (own.get(id) ?? false));
  const findings = [
    ...dropped.map(({ id }) => `the supporting passage ${id} is missing`),
    ...neglectedPassages(view, question),
    ...misjudged.map(
      ({ id, supporting }) => `passage ${id} is ${supporting ? 'not ' : ''}supporting`,
    ),
  ];
  // Passages of one article share its title there, and are meant to stand side by side.
  if (dataset !== 'squad') findings.push(...rivals(view, corpus, question));
  return findings;
}

function rivals({ sample }: View, corpus: CorpusTexts, question: CorpusQuestion): string[] {
  const title = (id: string) => squeeze(corpus.passage(id)?.title ?? '').normalize();
  const own = new Set(question.passages.map(({ id }) => id));
  const supporting = question.passages.filter(passage => passage.supporting);
  const taken = new Set(supporting.map(({ id }) => title(id)));
  // Passages without a title share none.
  taken.delete('');
  return sample.meta.passages
    .filter(({ id }) => !own.has(id) && taken.has(title(id)))
    .map(({ id }) => `the filler ${id} carries the title of a supporting passage: ${title(id)}`);
}

function texts({ sample, layout, alignment }: View, corpus: CorpusTexts): string[] {
  if (!layout || !alignment) {
    return sample.meta.passages
      .filter(({ id }) => !corpus.passage(id))
      .map(({ id }) => `the dataset has no passage ${id}`);
  }
  const { partsAt } = alignment;
  if (partsAt === undefined) return [];
  const at = layout.passages.findIndex(({ end }) => partsAt < end);
  if (at < 0) return ['the context goes on behind its last passage'];
  const { id } = layout.passages[at]!;
  return [
    `passage ${at} (${id}) does not read as in the dataset, which has ` +
      `${excerpt(layout.text, partsAt)}`,
  ];
}

function headers({ sample, bare }: View): string[] {
  const found = findHeaders(bare, sample.meta);
  const missing = found?.slice(0, -1).findIndex(header => !header) ?? -1;
  return missing < 0 ? [] : [`the header of passage ${missing} is missing, or out of order`];
}

/** Nothing in a passage can be taken for the header of one. */
function lookAlikes({ sample, bare }: View): string[] {
  const { meta } = sample;
  return strayHeaders(bare, meta).map(
    ({ start }) =>
      `this reads as the header of a passage and is none of the ${meta.passages.length}: ` +
      excerpt(bare, start),
  );
}
