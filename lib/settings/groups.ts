/** The groups of settings, in the order of `--help`. */
export const GROUPS = {
  input: 'what is read',
  texts: 'texts of your own that contexts are filled with',
  tokenizer: 'how tokens are counted',
  budget: 'how long samples are',
  selection: 'which questions are used, and in what order',
  placement: 'where the supporting passages go',
  chains: 'the chains',
  needles: 'the needles: values that are hidden in texts, and asked for',
  prompt: 'how passages and prompts look',
  conditions: 'which records are kept',
  model: 'the model: where it is and what may be spent on it',
  batches: 'requests that are answered later, in files',
  asking: 'what the model is asked',
  judging: 'how answers are judged',
  rescue: 'a second model for what the first one never gets right',
  training: 'whom samples are exported to, and what of them',
  output: 'what is written, and where',
  rejects: 'bad records',
  engine: 'who runs the jobs of many machines',
  running: 'how the command runs',
} as const;

export type GroupName = keyof typeof GROUPS;
