import { KeychainError } from '../../errors.js';
import { name } from '../../values/kinds.js';
import { type JsonFields, jsonFields } from '../../values/model-kinds.js';
import type { Target } from '../target.js';

const parameters = {
  model: { kind: name('NAME'), help: 'the model that is to be asked' },
  extraBody: { kind: jsonFields(), help: 'further fields of each request' },
};

/**
 * Requests in the form of OpenAI's batches, for prompts that are to be answered without a trainer;
 * answers that are to be judged are asked for by `rollout --batch-out`.
 */
export const openaiBatch: Target<typeof parameters> = {
  help: "OpenAI's batch form: JSONL of requests, in files of 50,000 and 200 MB",
  parameters,
  promptCounts: 'held',
  takesFormat: false,
  open: async ({ out, isDealt }, { model, extraBody = {} }) => {
    // Loaded for this target alone: every command has the registry.
    const { isFileName } = await import('../files/open.js');
    const { requestWriter } = await import('../files/requests.js');
    if (model === undefined) {
      throw new KeychainError('USAGE', '--model NAME is needed: whom the requests are to ask');
    }
    if (isDealt || out === '-') {
      const why = isDealt ? 'all requests go to one folder' : 'requests go to files in a folder';
      throw new KeychainError('USAGE', `--to openai-batch: ${why}; name it with --out DIR`);
    }
    if (isFileName(out)) {
      throw new KeychainError('USAGE', `--out ${out}: requests go to files in a folder; name one`);
    }
    // What stands in a file has been loaded by now.
    return requestWriter(out, { model, ...(extraBody as JsonFields) });
  },
};
