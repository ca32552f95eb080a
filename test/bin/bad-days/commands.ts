import { join } from 'node:path';
import type { CommandName } from '../../../lib/settings/commands.js';
import type { Ground } from '../options/ground.js';

/** A command line that does its work over the ground; what it writes goes below a folder. */
export interface Line {
  args: readonly string[];
  /** Records that it reads, which may be cut. */
  reads?: string;
}

/** One line a command, so that a new one is not forgotten. */
export function lines(ground: Ground, out: string): Record<CommandName, Line> {
  const { hotpotqa, questionsFile, predictions, filled, samples, corpus, manifest } = ground;
  const model = ['--llm-url', ground.server.url, '--model', 'm', '--journal', join(out, 'journal')];
  const file = ['--out', join(out, 'out.jsonl')];
  const saved = ['--save-dir', out];
  const known = ['--corpus', corpus];
  const made = [hotpotqa, '--max-seq-length', '2k', ...known, ...saved];
  return {
    demo: { args: ['demo', ...saved, '--num-questions', '30'] },
    download: { args: ['download', 'hf:me/set', '--out', out] },
    keychain: { args: ['keychain', ...made] },
    synth: { args: ['synth', ...made] },
    'relevant-only': { args: ['relevant-only', hotpotqa, ...known, ...saved] },
    needle: {
      args: [
        'needle',
        hotpotqa,
        '--max-seq-length',
        '1k',
        '--num-samples',
        '6',
        ...known,
        ...saved,
      ],
    },
    launch: { args: ['launch', 'slurm', '--shards', '2', '--', 'keychain', ...made] },
    status: { args: ['status', join(manifest, '..')] },
    verify: { args: ['verify', samples], reads: samples },
    view: { args: ['view', samples, '--idle', '0.1'] },
    run: { args: ['run', manifest, ...saved] },
    parse: { args: ['parse', hotpotqa, ...file], reads: hotpotqa },
    index: { args: ['index', hotpotqa, '--corpus', join(out, 'corpus')], reads: hotpotqa },
    rollout: { args: ['rollout', questionsFile, ...model, ...file], reads: questionsFile },
    score: { args: ['score', predictions, ...file], reads: predictions },
    merge: { args: ['merge', predictions, ...file], reads: predictions },
    filter: {
      args: ['filter', questionsFile, '--min-answer-length', '1', ...file],
      reads: questionsFile,
    },
    fill: {
      args: ['fill', questionsFile, ...known, '--max-seq-length', '1k', ...file],
      reads: questionsFile,
    },
    chain: { args: ['chain', filled, ...known, ...file], reads: filled },
    reasoning: { args: ['reasoning', samples, ...model, ...file], reads: samples },
    trajectories: { args: ['trajectories', samples, ...model, ...file], reads: samples },
    adopt: { args: ['adopt', ground.stripped, ...file], reads: ground.stripped },
    mix: { args: ['mix', ground.recipe, ...saved] },
    report: { args: ['report', samples, '--out', join(out, 'report.html')], reads: samples },
    export: { args: ['export', samples, '--to', 'swift', ...file], reads: samples },
    completion: { args: ['completion', 'bash'] },
  };
}
