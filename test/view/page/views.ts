import type { SampleView } from '../../../lib/view/api.js';

/** What a sample of the tests is made of. */
export interface ViewSpec {
  id?: string;
  dataset?: string;
  length?: number;
  question?: string;
  answers?: string[];
  /** Texts of the passages, by their titles. */
  passages: { title: string; text: string; supporting?: boolean }[];
  /** Steps of each chain, by the passages that they stand behind; the first chain is true. */
  chains?: { end: string; after: number[] }[];
  rollouts?: SampleView['rollouts'];
  findings?: SampleView['findings'];
}

/** A key as samples have them, by its chain and its step. */
export const keyOf = (chain: number, step: number): string =>
  `${`${chain}${step}c0ffee`.padStart(8, '0')}-0000-4000-8000-${String(chain * 100 + step).padStart(12, '0')}`;

/** Puts a sample together as the server would tell it. */
export function viewOf(spec: ViewSpec): SampleView {
  const {
    question = 'From which town is it governed?',
    answers = ['Aldersund'],
    chains = [],
  } = spec;
  const pairs: SampleView['pairs'] = [];
  const passages: SampleView['passages'] = [];
  const numbers = chains.map(({ after }) => after.map(() => -1));
  const written: string[] = [];
  let length = 0;
  const put = (text: string): void => {
    written.push(text);
    length += text.length;
  };
  for (const [number, { title, text, supporting = false }] of spec.passages.entries()) {
    if (number > 0) put('\n\n');
    const start = length;
    put(`Document ${number}:\n${title}\n${text}`);
    for (const [chain, { after, end }] of chains.entries()) {
      for (const [step, passage] of after.entries()) {
        if (passage !== number) continue;
        const isLast = step === after.length - 1;
        const value = isLast ? end : keyOf(chain, step + 1);
        const pair = JSON.stringify({ [keyOf(chain, step)]: value });
        put(' ');
        numbers[chain]![step] = pairs.length;
        pairs.push({
          start: length,
          end: length + pair.length,
          key: keyOf(chain, step),
          value,
          chain,
          step,
        });
        put(`${pair}. And so it went on.`);
      }
    }
    const tokens = Math.ceil((length - start) / 4);
    passages.push({ start, end: length, title, supporting, number, tokens });
  }
  const context = written.join('');
  const tokens = Math.ceil(context.length / 4);
  const maxSeqLength = spec.length ?? tokens + 20;
  const { rollouts = [], findings = [] } = spec;
  return {
    row: {
      file: 0,
      row: 0,
      id: spec.id ?? 'world/1/4096',
      dataset: spec.dataset ?? 'world',
      kind: 'keychain',
      question: question.slice(0, 200),
      maxSeqLength,
      tokens,
      hops: chains[0]?.after.length ?? 0,
      chains: chains.length,
      ...(rollouts.length > 0 && {
        rollouts: rollouts.length,
        passes: rollouts.filter(({ isRight }) => isRight).length,
      }),
      findings: findings.length,
    },
    question,
    answers,
    ...(chains.length > 0 && { head: keyOf(0, 0) }),
    facts: [
      ['dataset', spec.dataset ?? 'world'],
      ['seed', '42'],
    ],
    messages: [
      { role: 'user', text: `Please read the following text.\n${context}\n\n${question}` },
    ],
    context,
    passages,
    pairs,
    chains: chains.map(({ end }, chain) => ({ isTrue: chain === 0, end, pairs: numbers[chain]! })),
    walk: (chains[0]?.after ?? []).map((_, step) => {
      const pair = numbers[0]![step]!;
      return { key: pairs[pair]!.key, value: pairs[pair]!.value, pair };
    }),
    ruler: Array.from({ length: 65 }, (_, mark) => ({
      at: Math.floor((context.length * mark) / 64),
      tokens: Math.floor((tokens * mark) / 64),
    })),
    rulerIsExact: true,
    findings,
    rollouts,
  };
}

/** A sample of so many passages with three chains of four steps, whose true one goes back and forth. */
export function plainView(count: number, spec: Partial<ViewSpec> = {}): SampleView {
  const question =
    spec.question ?? 'From which town is the region where Kreboskhaven lies governed?';
  const at = (share: number): number => Math.floor(share * (count - 1));
  return viewOf({
    passages: Array.from({ length: count }, (_, number) => ({
      title: `Harbor ${number}`,
      text: `Boats of harbor ${number} carry salt and wool. `.repeat(8).trim(),
      supporting: number === at(0.2) || number === at(0.7),
    })),
    chains: [
      { end: question, after: [at(0.85), at(0.3), at(0.6), at(0.1)] },
      { end: 'Who painted the northern gate?', after: [at(0.05), at(0.4), at(0.9), at(0.5)] },
      { end: 'When was the salt tax lifted?', after: [at(0.75), at(0.15), at(0.45), at(0.95)] },
    ],
    ...spec,
    question,
  });
}
