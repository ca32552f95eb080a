import { isBlank, stripEnd, stripStart } from './strip.js';

/** What a chat template puts around a prompt, the user's message; the same for every prompt. */
export interface ChatFrame {
  before: string;
  after: string;
  /** Whether white space at the prompt's start, or at its end, is left out. */
  stripsStart: boolean;
  stripsEnd: boolean;
}

/** Kinds of white space, of which a template strips all or none. */
const BLANKS = [' ', '\n', '\t', '\r\n\r\n', '  \u00a0', '\u2003'];

/** Stands for a text that no template holds. */
const MARK = 'Qx7marK';

/** Prompts that a template may take for something else, or change. */
const PROMPTS = [
  'Document 0:\nA title\nA text.  Two blanks, and a line feed\n\nbehind it.\n',
  'one\r\ntwo\ttabs\n\n\n\nfour line feeds, no end',
  '{{ 1 + 1 }} {% set a = 1 %} {# nothing #} {"key": "value"}.',
  '<tool_response>\nnothing\n</tool_response>',
  '<think>\nnothing\n</think>\n\nand behind it',
  '<b>bold</b> &amp; "quoted" \'once\' \\n \\boxed{x} $1 $& %s',
  '[INST] <<SYS>> [/INST] <image> <|im_end|> <eos> </s> /no_think',
  'Größe, 漢字, \u00a0 \u200b, 🙂, e\u0301, \u0001.',
];

/**
 * The frame that a template sets prompts in: found once with a mark in a prompt's place, and held
 * against other prompts, blank at either end and odd inside.
 *
 * @param render the whole conversation of a prompt
 * @returns the frame; or, in words, what the template does to a prompt beside framing it
 */
export function frameOf(render: (prompt: string) => string): ChatFrame | string {
  const [before = '', after, ...more] = render(MARK).split(MARK);
  if (after === undefined) return 'leaves the prompt out';
  if (more.length > 0) return 'repeats the prompt';
  const strips = BLANKS.map(blank => stripsOf(render(`${blank}${MARK}${blank}`), blank));
  const [first] = strips;
  if (first === undefined || strips.some(each => each !== first)) return CHANGES;
  const frame = {
    before,
    after,
    stripsStart: first.includes('start'),
    stripsEnd: first.includes('end'),
  };
  const isFramed = (prompt: string): boolean => render(prompt) === framed(prompt, frame);
  return PROMPTS.every(isFramed) ? frame : CHANGES;

  /** Which ends of a prompt have lost their blanks; undefined where the rest is not as it was. */
  function stripsOf(text: string, blank: string): string | undefined {
    return ['none', 'start', 'end', 'start and end'].find(ends => {
      const start = ends.includes('start') ? '' : blank;
      const end = ends.includes('end') ? '' : blank;
      return text === `${before}${start}${MARK}${end}${after}`;
    });
  }
}

const CHANGES = 'changes the text of a prompt';

/** The conversation as text: the prompt in its frame; without one the prompt itself. */
export function framed(prompt: string, frame: ChatFrame | undefined): string {
  if (!frame) return prompt;
  const { before, after, stripsStart, stripsEnd } = frame;
  const started = stripsStart ? stripStart(prompt) : prompt;
  return `${before}${stripsEnd ? stripEnd(started) : started}${after}`;
}

/** Whether a frame would strip more of a prompt than these first, or last, words of it. */
export const stripsOn = (words: string, strips: boolean | undefined): boolean =>
  strips === true && isBlank(words);
