import test from 'ava';
import fc from 'fast-check';
import type { Question } from '../../lib/records/question.js';
import type { Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { textsOf } from '../support/texts.js';
import { chainChanges, dataset, plainChanges } from './arbitrary.js';
import { makeSamples, sampleSettings } from './make-samples.js';
import { memoryCorpus } from './memory-corpus.js';
import { breaches, misleads, promptOf } from './oracle.js';
import { erratic, TOKENIZERS } from './tokenizers.js';

const tokenizers = fc.constantFrom(...TOKENIZERS, erratic);
const predictable = fc.constantFrom(...TOKENIZERS);
const RUNS = { numRuns: 200 };

for (const [kind, changes] of Object.entries({ synth: plainChanges, keychain: chainChanges })) {
  test(`no sample of ${kind} breaks an invariant, whatever the questions and the options`, t => {
    fc.assert(
      fc.property(dataset, changes, tokenizers, (questions, settings, tokenizer) => {
        const corpus = memoryCorpus(questions, tokenizer);
        const { samples, rejects } = makeSamples(corpus, tokenizer, settings);
        t.is(samples.length + rejects.length, questions.length);
        for (const sample of samples) {
          const found = breaches(sample, { questions, tokenizer });
          if (found.length > 0) throw new Error(`${found.join('; ')}\n${promptOf(sample)}`);
          const texts = textsOf(corpus);
          t.deepEqual(checkSample(sample, { tokenizer, corpus: texts }), [], promptOf(sample));
        }
      }),
      RUNS,
    );
  });

  test(`a sample of ${kind} does not depend on what was made before it`, t => {
    fc.assert(
      fc.property(dataset, changes, tokenizers, (questions, settings, tokenizer) => {
        const corpus = memoryCorpus(questions, tokenizer);
        const [length = 0] = settings.maxSeqLength ?? [];
        const lengths = { ...settings, maxSeqLength: [...new Set([length, 2000, 1200])] };
        const together = makeSamples(corpus, tokenizer, lengths);
        for (const number of questions.keys()) {
          const alone = makeSamples(corpus, tokenizer, settings, [number]);
          const isAsked = ({ meta }: Sample) =>
            meta.question_id === questions[number]!.id && meta.max_seq_length === length;
          // Its place in the run alone is another.
          const placed = (samples: Sample[]) => samples.map(each => ({ ...each, index: 0 }));
          t.deepEqual(placed(alone.samples), placed(together.samples.filter(isAsked)));
        }
      }),
      { numRuns: 40 },
    );
  });
}

test('a record is rejected for a reason that can be seen in it', t => {
  fc.assert(
    fc.property(dataset, plainChanges, predictable, (questions, settings, tokenizer) => {
      const corpus = memoryCorpus(questions, tokenizer);
      const { maxSeqLengths } = sampleSettings(settings);
      for (const reject of makeSamples(corpus, tokenizer, settings).rejects) {
        const question = questions.find(({ id }) => id === reject.id)!;
        if (reject.code === 'QUESTION_LEAKED') {
          t.true(supportingOf(question).some(passage => leaks(question, passage)));
          continue;
        }
        if (reject.code === 'PASSAGE_MISLEADS') {
          const meta = {
            passage_format: settings.passageFormat!,
            remove_newline_tab: settings.removeNewlineTab!,
          };
          t.true(supportingOf(question).some(passage => misleads(passage, meta)));
          continue;
        }
        t.is(reject.code, 'BUDGET_TOO_SMALL');
        const { distractQuestions: _, ...kept } = settings;
        const alone = { ...kept, command: 'relevant-only', maxSeqLength: [null] } as const;
        const number = questions.indexOf(question);
        const [relevant] = makeSamples(corpus, tokenizer, alone, [number]).samples;
        // Another order of the passages can give another count.
        t.true(relevant!.length + 3 > maxSeqLengths[0]!, reject.message);
      }
    }),
    RUNS,
  );
});

const supportingOf = ({ passages }: Question) => passages.filter(({ supporting }) => supporting);

function leaks({ question }: Question, { title, text }: { title: string; text: string }): boolean {
  const fold = (each: string): string => each.toLowerCase().split(/\s+/).join(' ').trim();
  return fold(`${title}\n${text}`).includes(fold(question));
}
