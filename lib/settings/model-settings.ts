import { choice, flag, integer, list, name, program, repeated } from '../values/kinds.js';
import { header, headerVariable, jsonFields, textOrFile } from '../values/model-kinds.js';
import { MODEL } from './commands.js';
import type { Setting } from './setting.js';

/** Fields of a request that are set otherwise. */
const FIELDS_ELSEWHERE = {
  model: 'name it with --model',
  messages: 'they are made of each record; see --prompt and --system-prompt',
  n: 'say it with --n',
  stream: 'say it with --stream',
  stream_options: '--stream sets it',
};

export const extraBody = jsonFields(FIELDS_ELSEWHERE);

/** Further settings of a model: what is sent with each request, and what of answers is used again. */
export const MODEL_SETTINGS = {
  apiKeyCommand: {
    kind: program,
    group: 'model',
    help: 'a command that prints the API key, for keys that expire; run again when the key is refused',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  header: {
    kind: repeated(header),
    group: 'model',
    help: 'a further header of each request; its value is written nowhere, so a run of a manifest needs it again',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  headerEnv: {
    kind: repeated(headerVariable),
    group: 'model',
    help: 'the same, with the environment variable that holds its value',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  systemPrompt: {
    kind: textOrFile,
    group: 'model',
    help: "the system's message, before the prompt: a text, or @FILE (the path of a file that is there is read too)",
    changes: 'lines',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  extraBody: {
    kind: extraBody,
    group: 'model',
    help: 'further fields of each request, like {"top_k": 20, "chat_template_kwargs": {"enable_thinking": false}}; a temperature, top_p or max_tokens there comes before that of an option',
    changes: 'lines',
    commands: [...MODEL, 'export'],
    goesWith: 'llmUrl',
    at: {
      export: {
        help: 'of openai-batch: further fields of each request, like {"max_tokens": 2048, "temperature": 1}',
        goesWith: undefined,
      },
    },
  },
  modelVersion: {
    kind: name('TEXT'),
    group: 'model',
    help: 'which checkpoint goes by that name now: answers of another one are not used again',
    changes: 'lines',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  stream: {
    kind: flag,
    group: 'model',
    help: 'have answers streamed, for servers that give them in no other way',
    changes: 'calls',
    commands: MODEL,
    default: false,
    goesWith: 'llmUrl',
  },
  maxTotalTokens: {
    kind: integer(1),
    group: 'model',
    help: 'tokens that this run may use, prompts and answers',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  askAgain: {
    kind: list(choice(['empty', 'cut'])),
    group: 'model',
    help: 'answers of the journal that are asked for again: empty ones, those cut by --max-tokens',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  journalOnly: {
    kind: flag,
    group: 'model',
    help: 'take answers from the journal alone and call nobody; a record without answers there is rejected',
    changes: 'calls',
    commands: MODEL,
    default: false,
  },
} as const satisfies Record<string, Setting>;
