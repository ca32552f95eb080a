import type { Corpus, CorpusPassage } from '../../lib/corpus/open.js';
import { passageId } from '../../lib/corpus/passage-id.js';
import { sentenceBounds } from '../../lib/corpus/sentence-bounds.js';
import type { Question, QuestionPassage, SamplePassage } from '../../lib/records.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

/** A corpus in memory, quick enough to be made anew for every run of a property. */
export function memoryCorpus(questions: readonly Question[], tokenizer: Tokenizer): Corpus {
  const numbers = new Map<string, number>();
  const passages: CorpusPassage[] = [];
  const stored = ({ title, text, sentences }: QuestionPassage): CorpusPassage => ({
    id: passageId(title, text),
    title,
    text,
    bounds: sentenceBounds(text, sentences),
    tokens: tokenizer.count(`${title}\n${text}\n\n`),
  });
  for (const passage of questions.flatMap(question => question.passages)) {
    const id = passageId(passage.title, passage.text);
    if (numbers.has(id)) continue;
    numbers.set(id, passages.length);
    passages.push(stored(passage));
  }
  const find = (id: string): CorpusPassage | undefined => passages[numbers.get(id) ?? -1];
  const resolve = (question: Question) => ({
    question,
    passages: question.passages.map((passage): SamplePassage => {
      const known = find(passageId(passage.title, passage.text)) ?? stored(passage);
      return { ...known, supporting: passage.supporting };
    }),
  });
  return {
    info: {
      key: 'memory',
      format: 1,
      inputs: [],
      tokenizer: tokenizer.identity,
      passages: passages.length,
      questions: questions.length,
      unanswerable: questions.filter(question => !question.answerable).length,
      datasets: [...new Set(questions.map(question => question.dataset))],
      tokens: passages.reduce((total, { tokens }) => total + tokens, 0),
      rejects: 0,
      bytes: 0,
    },
    tokens: number => passages[number]!.tokens,
    passage: number => passages[number]!,
    passageNumber: (title, text) => numbers.get(passageId(title, text)),
    passageById: find,
    question: number => resolve(questions[number]!),
    questionText: number => questions[number]!.question,
    isAnswerable: number => questions[number]!.answerable,
    questionNumbers: id => questions.flatMap((question, i) => (question.id === id ? [i] : [])),
    questionNumber: (dataset, id) => {
      const number = questions.findIndex(each => each.dataset === dataset && each.id === id);
      return number < 0 ? undefined : number;
    },
    resolve,
    close: async () => undefined,
  };
}
