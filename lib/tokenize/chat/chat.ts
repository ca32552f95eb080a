import { KeychainError } from '../../errors.js';
import { foreignMessage } from '../foreign-message.js';
import type { ChatSource } from './chat-source.js';
import { type ChatFrame, framed, frameOf } from './frame.js';
import { type Jinja, readJinja } from './jinja.js';
import { stripEnd, stripStart } from './strip.js';

/** What a prompt's conversation is made with; all of it is text, empty for nothing. */
export interface ChatAsked {
  /** The system's message. */
  system: string;
  /** What the template is told of today, such as `2024-07-26`. */
  date: string;
  /** Further values for the template, a JSON object. */
  kwargs: string;
}

/** A conversation in which prompts stand, one each. */
export interface Conversation extends ChatAsked {
  /** SHA-256 of the template. */
  sha256: string;
  frame: ChatFrame;
}

/** A chat template that is ready to be used. */
export interface Chat {
  readonly sha256: string;
  /**
   * The conversation in which a prompt will stand, which ends where the model is to go on.
   *
   * @throws KeychainError USAGE if the template has no place for a system message, or asks for a date
   * @throws KeychainError CHAT_TEMPLATE_UNUSABLE if it raises something else, or changes prompts
   */
  conversation(asked: ChatAsked): Conversation;
  /**
   * The whole conversation as the template itself renders it.
   *
   * @throws KeychainError as `conversation`
   */
  render(asked: ChatAsked, prompt: string): string;
}

/** The template's own text of a prompt's conversation. */
type Render = (prompt: string) => string;

interface Known {
  conversation: Conversation;
  render: Render;
}

/** Conversations that are remembered; a run has one. */
const REMEMBERED = 64;

/** @throws KeychainError CHAT_TEMPLATE_UNUSABLE if the template is no Jinja */
export function openChat(source: ChatSource): Chat {
  const { sha256, specials } = source;
  const jinja = readTemplate(source);
  const known = new Map<string, Known>();

  const rendering = ({ system, date, kwargs }: ChatAsked): Render => {
    const further = kwargs === '' ? {} : (JSON.parse(kwargs) as object);
    return prompt =>
      jinja.render(
        {
          messages: [
            ...(system === '' ? [] : [{ role: 'system', content: system }]),
            { role: 'user', content: prompt },
          ],
          tools: null,
          documents: null,
          add_generation_prompt: true,
          ...specials,
          ...further,
        },
        date,
      );
  };

  const make = (asked: ChatAsked): Known => {
    let render: Render;
    let frame: ChatFrame | string;
    try {
      render = rendering(asked);
      frame = frameOf(render);
    } catch (error) {
      throw refused(source, asked, error, without => rendering(without)('words'));
    }
    if (typeof frame === 'string') throw unusable(source, frame);
    const { before, after } = frame;
    const said = stripStart(stripEnd(asked.system));
    if (!`${before}${after}`.includes(said)) throw noSystem(source, 'it leaves it out');
    return { conversation: { ...asked, sha256, frame }, render };
  };

  const find = (asked: ChatAsked): Known => {
    const name = JSON.stringify(asked);
    const found = known.get(name) ?? make(asked);
    known.set(name, found);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return found;
  };

  return {
    sha256,
    conversation: asked => find(asked).conversation,
    render: (asked, prompt) => {
      const { conversation, render } = find(asked);
      const { frame } = conversation;
      // The library strips by JavaScript's rules, which are others than Python's at few characters.
      const stripped = framed(prompt, { ...frame, before: '', after: '' });
      const isAlike = stripStart(stripEnd(prompt)) === prompt.trim();
      return isAlike ? render(prompt) : `${frame.before}${stripped}${frame.after}`;
    },
  };
}

function readTemplate(source: ChatSource): Jinja {
  try {
    return readJinja(source.template);
  } catch (error) {
    throw unusable(source, `is no template that can be read (${messageOf(error)})`, error);
  }
}

/** Why a template has not rendered: it is asked again without what it may not take. */
function refused(
  source: ChatSource,
  asked: ChatAsked,
  error: unknown,
  render: (asked: ChatAsked) => string,
): KeychainError {
  const works = (other: Partial<ChatAsked>): boolean => {
    try {
      render({ ...asked, ...other });
      return true;
    } catch {
      return false;
    }
  };
  if (asked.system !== '' && works({ system: '' })) return noSystem(source, messageOf(error));
  if (asked.date === '' && works({ date: ANY_DAY })) {
    return new KeychainError(
      'USAGE',
      `the chat template ${source.file} asks for the date; give it with --chat-date, like ${ANY_DAY}`,
    );
  }
  return unusable(source, `fails (${messageOf(error)})`, error);
}

const ANY_DAY = '2024-07-26';

const noSystem = ({ file }: ChatSource, said: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--sample-system-prompt: the chat template ${file} takes no system message (${said}); say it with --sample-instruction instead`,
  );

const unusable = ({ file }: ChatSource, fault: string, cause?: unknown): KeychainError =>
  new KeychainError(
    'CHAT_TEMPLATE_UNUSABLE',
    `the chat template ${file} ${fault}; give another one with --chat-template FILE`,
    { cause },
  );

const messageOf = (error: unknown): string =>
  foreignMessage(error instanceof Error ? error.message : `${error}`);
