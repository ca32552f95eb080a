import { KeychainError } from '../errors.js';

/** Some settings under one name; what is given beside it wins. */
export interface Preset {
  readonly help: string;
  /** By the names of the table; only settings that a command takes count. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What the system says in the rows of the paper's Table 1, in words of our own. */
const THINK_THEN_BOX =
  'Reason about the question first: write your thoughts between <think> and </think>. Behind them give the final answer, and nothing but that, in \\boxed{}.';

export const PRESETS: Readonly<Record<string, Preset>> = {
  /** The reference's later runs. */
  loongrl: {
    help: 'hex8 keys, 4 hops, 4-per-1024 chains, gaussian placement',
    values: { keyFormat: 'hex8', hops: 4, chains: { per1024: 4 }, placement: 'gaussian' },
  },
  /** What the paper's Table 1 was made with (arXiv 2510.19363). */
  paper: {
    help: "uuid keys, 4 hops, 1-per-1024 chains, uniform placement, passages as Passage {n}, a system's message that asks for <think> .. </think> and \\boxed{}, and the tokenizer's own chat template (--chat-template none does without the last two)",
    values: {
      keyFormat: 'uuid',
      hops: 4,
      chains: { per1024: 1 },
      placement: 'uniform',
      passageFormat: 'Passage {n}:\n{title}\n{text}',
      sampleSystemPrompt: THINK_THEN_BOX,
      chatTemplate: 'auto',
    },
  },
};

/**
 * What a preset says, beside what is given.
 *
 * @param name of the preset; undefined for none
 * @param givenFor the value that is given for a setting, and wins
 * @throws KeychainError USAGE for a name that there is not
 */
export function presetValues(
  name: unknown,
  givenFor: (setting: 'chatTemplate') => unknown,
): Readonly<Record<string, unknown>> {
  if (name === undefined) return {};
  const preset = Object.hasOwn(PRESETS, name as string) ? PRESETS[name as string] : undefined;
  if (!preset) {
    const allowed = Object.keys(PRESETS).join(', ');
    throw new KeychainError('USAGE', `--preset ${name}: allowed are ${allowed}`);
  }
  if (givenFor('chatTemplate') !== 'none') return preset.values;
  // A system's message is said in a conversation, and none is wanted.
  const { sampleSystemPrompt: _, ...values } = preset.values;
  return values;
}
