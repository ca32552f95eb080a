import type { Readable } from 'node:stream';
import { judgeCandidates } from '../judge/judge.js';
import { costNote } from '../judge/spent.js';
import type { OpenDataset } from './dataset.js';

/** Of the candidates those that the model gets right as often as is wanted; without a model all. */
export function judge(candidates: Readable, dataset: OpenDataset): Readable {
  const { judging, corpus, settings, counts, enough, run, name, deal } = dataset;
  if (!judging) return candidates;
  const { how, models } = judging;
  return judgeCandidates(candidates, {
    corpus,
    judging: how,
    models,
    numSamples: settings.numSamples,
    deal,
    counts: counts.judged,
    countsAt: counts.judgedAt,
    answers: counts.answers,
    enough,
    decisions: dataset.outputs.decisions,
    onJudged: ({ asked, kept }, { unanswerable, unlabelled }) => {
      const note = [`${kept} kept`, costNote(models.chats)].filter(Boolean).join(', ');
      run.reporter.progress(`judge ${name}`, { done: asked, unit: 'questions', note });
      // The generator may have come further than the last one kept, depending on who was faster.
      if (enough.signal.aborted) Object.assign(counts, { unanswerable, unlabelled });
    },
  });
}
