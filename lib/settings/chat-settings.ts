import { day, fileOrWord } from '../values/kinds.js';
import { jsonFields, textOrFile } from '../values/model-kinds.js';
import { MAKING } from './commands.js';
import type { Setting } from './setting.js';

const SAMPLES = [...MAKING, 'fill', 'chain'] as const;
const OF_FILL = {
  help: 'of fill, taken so that both can be given the same; changes nothing here',
};

/** Values of a template that are set otherwise. */
const VALUES_ELSEWHERE = {
  messages: 'they are made of the prompt; see --sample-system-prompt',
  add_generation_prompt: 'it is always true: the model is to go on',
  continue_final_message: 'the model is to begin a message of its own',
  strftime_now: 'say it with --chat-date',
};

/** The conversation that a sample's prompt stands in, as the model will see it. */
export const CHAT_SETTINGS = {
  chatTemplate: {
    kind: fileOrWord(['auto', 'none']),
    group: 'prompt',
    help: "count the prompt in its conversation, as the model will see it: auto, by the tokenizer's own chat template; or by that of a file",
    changes: 'lines',
    commands: [...SAMPLES, 'verify', 'export'],
    otherwise: 'none',
    at: {
      export: {
        help: "count prompts in their conversations, as the trainer's filter does: auto, by the tokenizer's own chat template; or by that of a file",
        otherwise: 'the counts that samples have',
      },
      chain: { help: 'the chat template of samples that were filled with one' },
      verify: { help: 'the chat template of samples that have one', otherwise: 'auto' },
    },
  },
  sampleSystemPrompt: {
    kind: textOrFile,
    group: 'prompt',
    help: "the system's message of that conversation: a text, or @FILE (the path of a file that is there is read too)",
    changes: 'lines',
    commands: SAMPLES,
    at: { chain: OF_FILL },
  },
  sampleInstruction: {
    kind: textOrFile,
    group: 'prompt',
    help: 'what the prompt ends in, as a paragraph of its own: a text, or @FILE',
    changes: 'lines',
    commands: SAMPLES,
    at: { chain: OF_FILL },
  },
  chatDate: {
    kind: day,
    group: 'prompt',
    help: 'the day that the chat template is told: date_string and strftime_now; never the clock',
    changes: 'lines',
    commands: SAMPLES,
    otherwise: "the template's own, if it has one",
    at: { chain: OF_FILL },
  },
  chatTemplateKwargs: {
    kind: jsonFields(VALUES_ELSEWHERE),
    group: 'prompt',
    help: 'further values for the chat template, like {"enable_thinking": false}',
    changes: 'lines',
    commands: SAMPLES,
    at: { chain: OF_FILL },
  },
} as const satisfies Record<string, Setting>;
