import type { Rollout } from '../../score/rollouts.js';
import { SCORING_RULES, type ScoringRuleName } from '../../score/rules/registry.js';
import type { ScoringRule } from '../../score/rules/rule.js';

/** How models begin and end their thoughts, where no server splits them off. */
const MARKS: readonly { by: string; open: string; close: string }[] = [
  { by: 'Qwen3, QwQ, DeepSeek R1', open: '<think>', close: '</think>' },
  { by: 'what prompts ask for', open: '<thinking>', close: '</thinking>' },
  { by: 'EXAONE Deep, Gemini', open: '<thought>', close: '</thought>' },
  { by: 'what prompts ask for', open: '<reasoning>', close: '</reasoning>' },
  { by: 'Magistral', open: '\\[THINK\\]', close: '\\[/THINK\\]' },
  { by: 'Kimi', open: '◁think▷', close: '◁/think▷' },
  { by: 'Seed-OSS', open: '<seed:think>', close: '</seed:think>' },
  { by: 'Command A', open: '<\\|START_THINKING\\|>', close: '<\\|END_THINKING\\|>' },
  { by: 'OpenThinker', open: '<\\|begin_of_thought\\|>', close: '<\\|end_of_thought\\|>' },
  {
    by: 'gpt-oss',
    open: '<\\|channel\\|>(?:analysis|commentary)[^<]*<\\|message\\|>',
    close: '<\\|channel\\|>final[^\\n]{0,40}?<\\|message\\|>',
  },
];

const OPEN = new RegExp(MARKS.map(({ open }) => open).join('|'), 'g');
const CLOSE = new RegExp(MARKS.map(({ close }) => close).join('|'), 'g');
/** What else stands between channels, or behind the last one. */
const BETWEEN = /<\|(?:end|return|start)\|>(?:assistant)?/g;

/** Where a server drops special tokens, only the names of gpt-oss's channels are left. */
const BARE_CHANNEL = /^analysis(?=[A-Z])/;
const BARE_FINAL = 'assistantfinal';

/** An answer, taken apart. */
export interface Thoughtful {
  /** What the model thought, without marks; undefined where it did not. */
  thoughts: string | undefined;
  /** What stands behind the thoughts; empty while they have not ended. */
  answer: string;
  /** The thoughts end, and their beginning is not in the text: the template has opened them. */
  isOpenedElsewhere: boolean;
}

/** Takes an answer apart. Thoughts that the server has split off come before the text. */
export function takeApart({
  text,
  reasoning_content: reasoning,
}: Pick<Rollout, 'text'> & Partial<Rollout>): Thoughtful {
  const own = takeTextApart(text);
  if (!reasoning) return own;
  const thoughts = [reasoning, own.thoughts ?? ''].filter(Boolean).join('\n');
  return { thoughts: withoutMarks(thoughts), answer: own.answer, isOpenedElsewhere: true };
}

function takeTextApart(given: string): Thoughtful {
  const text = BARE_CHANNEL.test(given)
    ? given.replace(BARE_CHANNEL, '<think>').replaceAll(BARE_FINAL, '</think>')
    : given;
  const ends = [...text.matchAll(CLOSE)];
  const last = ends.at(-1);
  const end = last === undefined ? 0 : last.index + last[0].length;
  const rest = text.slice(end);
  // A thought that is open at the end holds no answer, whatever it says.
  const isOpen = rest.search(OPEN) >= 0;
  if (last === undefined && !isOpen) {
    return { thoughts: undefined, answer: text, isOpenedElsewhere: false };
  }
  return {
    thoughts: withoutMarks(isOpen ? text : text.slice(0, last!.index)),
    answer: isOpen ? '' : rest.replace(BETWEEN, ''),
    isOpenedElsewhere: ends.length > 0 && text.slice(0, ends[0]!.index).search(OPEN) < 0,
  };
}

const withoutMarks = (text: string): string =>
  text.replace(CLOSE, '').replace(OPEN, '').replace(BETWEEN, '').trim();

/**
 * What a rule looks at in the rollouts of one record: the text behind the last thought, or nothing
 * where a thought does not end. If the template opens the thoughts, one that was cut off has no
 * mark at all, and only its siblings tell: they close what they did not open.
 *
 * Behind thoughts, a rule that looks for their end finds one.
 */
export function judgedTexts(rollouts: readonly Rollout[], rule: ScoringRuleName): string[] {
  const { readsThoughts }: ScoringRule = SCORING_RULES[rule];
  const parts = rollouts.map(takeApart);
  const isOpenedElsewhere = parts.some(part => part.isOpenedElsewhere);
  return parts.map(({ thoughts, answer }, i) => {
    if (thoughts !== undefined) return readsThoughts ? `<think></think>${answer}` : answer;
    return isOpenedElsewhere && rollouts[i]!.finish_reason === 'length' ? '' : answer;
  });
}
