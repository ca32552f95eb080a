import { type Fields, isFields } from '../records/fields.js';

/** What the calls of a command have cost, and how long it took; commands alike are added up. */
export interface Calls {
  /** The file or folder in which the command's events were found. */
  label: string;
  command: string;
  /** Empty where it is not said. */
  model: string;
  requests: number;
  /** Answers that were taken from the journal. */
  reused: number;
  prompt_tokens: number;
  answer_tokens: number;
  /** In the currency of the prices that were given; 0 without prices. */
  cost: number;
  /** Of the whole command, from its start to its end. */
  seconds: number;
}

/** The calls of commands by what they are called, in the order in which they were met. */
export type AllCalls = Map<string, Calls>;

/** Commands that are told apart; what is beyond is added up. */
const MOST_COMMANDS = 40;
const OTHERS = 'other commands';
/** Characters of a name. */
const LONGEST = 60;

/** Whether a record is an event of a command's `--json`, not one of a dataset. */
export const isEvent = ({ event, question, input }: Fields): boolean =>
  typeof event === 'string' && question === undefined && input === undefined;

/** Adds what a command's last event says of its calls; other events say nothing of them. */
export function addEvent(all: AllCalls, label: string, { event, ...said }: Fields): void {
  if (event !== 'summary') return;
  // `keychain` and its like tell of the model that has judged each dataset's questions.
  const parts = Array.isArray(said.datasets) ? said.datasets.filter(isFields) : [];
  const spent = [said, ...parts.map(({ judged }) => judged).filter(isFields)];
  const used = spent.filter(({ requests }) => typeof requests === 'number');
  if (used.length === 0) return;
  const sum = (name: keyof Calls): number =>
    used.reduce((total, each) => total + numberOf(each[name]), 0);
  const calls = callsOf(all, label, nameOf(said.command), nameOf(said.model));
  for (const name of ['requests', 'reused', 'prompt_tokens', 'answer_tokens', 'cost'] as const) {
    calls[name] += sum(name);
  }
  calls.seconds += numberOf(said.seconds);
}

function callsOf(all: AllCalls, label: string, command: string, model: string): Calls {
  const own = JSON.stringify([label, command, model]);
  const isKnown = all.has(own) || all.size < MOST_COMMANDS;
  const key = isKnown ? own : OTHERS;
  const names = isKnown ? { label, command, model } : { label: OTHERS, command: '', model: '' };
  const calls = all.get(key) ?? { ...names, ...NOTHING };
  all.set(key, calls);
  return calls;
}

const NOTHING = {
  requests: 0,
  reused: 0,
  prompt_tokens: 0,
  answer_tokens: 0,
  cost: 0,
  seconds: 0,
};

const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, LONGEST) : '';

const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
