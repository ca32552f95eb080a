import type { Corpus } from '../../lib/corpus/open.js';
import { encodePassage, StoredPassage } from '../../lib/corpus/store/codec.js';
import type { CorpusInfo } from '../../lib/corpus/store/info.js';
import { passageId } from '../../lib/corpus/store/passage-id.js';
import type { Question, QuestionPassage } from '../../lib/records/question.js';
import { isUnlabelled } from '../../lib/records/unlabelled.js';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

/** A corpus in memory, quick enough to be made anew for every run of a property. */
export function memoryCorpus(questions: readonly Question[], tokenizer: Tokenizer): Corpus {
  const numbers = new Map<string, number>();
  const passages: Buffer[] = [];
  const encoded = ({ title, text, sentences }: QuestionPassage): Buffer =>
    encodePassage({
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
    passages.push(encoded(passage));
  }
  const passageAt = (number: number, supporting = false): StoredPassage =>
    new StoredPassage(passages[number]!, supporting, number);
  const resolve = (question: Question) => ({
    question,
    passages: question.passages.map(passage => {
      const number = numbers.get(passageId(passage.title, passage.text));
      return number === undefined
        ? new StoredPassage(encoded(passage), passage.supporting)
        : passageAt(number, passage.supporting);
    }),
  });
  // Of twins the answerable one has the id.
  const questionNumber = (dataset: string, id: string): number | undefined => {
    const all = [...questions.entries()].filter(
      ([, each]) => each.dataset === dataset && each.id === id,
    );
    return (all.find(([, each]) => each.answerable) ?? all[0])?.[0];
  };
  return {
    dir: 'memory',
    info: {
      key: 'memory',
      format: 1,
      inputs: [],
      tokenizer: tokenizer.identity,
      passages: passages.length,
      questions: questions.length,
      unanswerable: questions.filter(each => !each.answerable && !isUnlabelled(each)).length,
      unlabelled: questions.filter(isUnlabelled).length,
      datasets: [...new Set(questions.map(question => question.dataset))],
      tokens: passages.reduce((total, _, number) => total + passageAt(number).tokens, 0),
      rejects: 0,
      rejects_sha256: '',
      seal: 0,
      tables: {} as CorpusInfo['tables'],
      bytes: 0,
    },
    tokens: number => passageAt(number).tokens,
    passage: number => passageAt(number),
    siblings: ({ title, number }) => {
      const all = passages.map((_, n) => n).filter(n => passageAt(n).title === title);
      const isBefore = (n: number): boolean => n < (number ?? -1);
      const behind = all.filter(n => number !== undefined && n > number);
      return title.trim() === '' ? [] : [...all.filter(isBefore).reverse(), ...behind];
    },
    passageById: id => {
      const number = numbers.get(id);
      return number === undefined ? undefined : passageAt(number);
    },
    question: number => resolve(questions[number]!),
    questionId: number => {
      const { dataset, id } = questions[number]!;
      return { dataset, id };
    },
    questionText: number => questions[number]!.question,
    isAnswerable: number => questions[number]!.answerable,
    isUnlabelled: number => isUnlabelled(questions[number]!),
    questionNumbers: id =>
      [...new Set(questions.map(({ dataset }) => dataset))]
        .map(dataset => questionNumber(dataset, id))
        .filter(number => number !== undefined),
    questionNumber,
    resolve,
    close: async () => undefined,
  };
}
