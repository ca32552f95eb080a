import type { Columns } from '../../records/columns.js';
import type { Example, ExampleKind } from '../example.js';
import { UNKNOWN_RATE } from '../reward-columns.js';
import { MESSAGES } from '../row-form.js';
import { rowTarget } from '../row-target.js';

/** What LoongRL's choice of a reward goes by, and so verl's where it has that one. */
const SOURCES: Readonly<Record<Exclude<ExampleKind, 'row'>, string>> = {
  keychain: 'custom_longcontext_needle_qa_',
  plain: 'custom_longcontextqa_',
  needle: 'custom_needle_',
  trajectory: '',
};

const COLUMNS = {
  data_source: 'text',
  prompt: MESSAGES,
  ability: 'text',
  reward_model: { style: 'text', ground_truth: ['text'] },
  extra_info: {
    split: 'text',
    index: 'whole',
    id: 'text',
    question: 'text',
    prompt_tokens: 'whole',
    pass_rate: 'fraction',
    supporting_passages: [{ number: 'whole', title: 'text' }],
    flaws: ['text'],
  },
} as const satisfies Columns;

/** What `RLHFDataset` of verl reads, and the reward managers behind it; rows of verl keep their labels. */
export const verl = rowTarget({
  help: 'verl, and so LoongRL: Parquet, train, test and valid',
  ending: '.parquet',
  forms: {
    prompt: {
      columns: COLUMNS,
      row: (example, { split, index }) => {
        const { id, question, promptTokens, passRate, supporting, answers, messages } = example;
        const { dataSource, ability, style } = labelsOf(example);
        return {
          data_source: dataSource,
          prompt: messages,
          ability,
          reward_model: { style, ground_truth: answers },
          extra_info: {
            split,
            index,
            id,
            question,
            prompt_tokens: promptTokens ?? 0,
            pass_rate: passRate ?? UNKNOWN_RATE,
            supporting_passages: supporting,
            flaws: example.flaws,
          },
        };
      },
    },
  },
});

const labelsOf = ({ kind, dataset, own }: Example) =>
  own ?? {
    dataSource: kind === 'row' ? dataset : `${SOURCES[kind]}${dataset}`,
    ability: 'longcontext_qa',
    style: 'rule',
  };
