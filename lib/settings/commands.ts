/** All commands, in the order in which data flows. */
export const COMMAND_NAMES = [
  'demo',
  'download',
  'keychain',
  'synth',
  'relevant-only',
  'needle',
  'launch',
  'verify',
  'view',
  'run',
  'status',
  'parse',
  'index',
  'rollout',
  'score',
  'merge',
  'filter',
  'fill',
  'chain',
  'reasoning',
  'trajectories',
  'adopt',
  'mix',
  'export',
  'report',
  'completion',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** Make samples of the questions of datasets. */
export const ANSWERING = ['keychain', 'synth', 'relevant-only'] as const;
/** Make samples, in blocks. */
export const MAKING = [...ANSWERING, 'needle'] as const;
/** Make samples of questions that a model has judged, if one is named. */
export const JUDGING = ['keychain', 'synth'] as const;
/** Ask a model about each record. */
export const ASKING = ['rollout', 'reasoning', 'trajectories'] as const;
/** May ask a model. */
export const MODEL = [...JUDGING, ...ASKING] as const;
/** Judge by a model, and may ask a second one. */
export const RESCUING = [...JUDGING, 'rollout'] as const;
/** Filters over JSON lines, from standard input to standard output unless told otherwise. */
export const STAGES = [
  'parse',
  ...ASKING,
  'score',
  'merge',
  'filter',
  'fill',
  'chain',
  'adopt',
] as const satisfies readonly CommandName[];
