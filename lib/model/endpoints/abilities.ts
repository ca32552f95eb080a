import type { Lack } from '../faults/fault.js';

/** OpenAI's own limit on `n`. */
const MOST = 128;

/** What a request can do without. */
type Optional = 'temperature' | 'top_p' | 'stream_options';

/** How an endpoint is asked, beside what is asked. */
export interface Manner {
  choices: number;
  limitName: 'max_tokens' | 'max_completion_tokens';
  /** Parameters that it takes no value of. */
  without: readonly Optional[];
  stream: boolean;
}

/**
 * What one endpoint can do, learnt from what it refuses and from what it gives: how many choices a
 * call, under which name it takes the limit on tokens, which parameters it does not take.
 */
export class Abilities {
  #choices = MOST;
  #limitName: Manner['limitName'] = 'max_tokens';
  readonly #without = new Set<Optional>();
  #stream: boolean;
  #givesMany = false;
  /** A refusal that did not say why may have been for the number of choices: one is tried. */
  #suspected = false;
  /** One answer a call was concluded from such a refusal. */
  #isGuessed = false;
  #lastShort: number | undefined;

  constructor(stream: boolean) {
    this.#stream = stream;
  }

  /** Choices that a call can be expected to give at most. */
  get choices(): number {
    return this.#suspected ? 1 : this.#choices;
  }

  /** Whether it has given several choices in one call. */
  get givesMany(): boolean {
    return this.#givesMany;
  }

  /** How a call for that many choices is made here. */
  manner(wanted: number): Manner {
    return {
      choices: Math.min(wanted, this.choices),
      limitName: this.#limitName,
      without: [...this.#without],
      stream: this.#stream,
    };
  }

  /**
   * It has refused what it cannot do. Returns what to tell the user, once; undefined where there is
   * nothing new, since calls that were under way are refused as well.
   */
  lacks(lack: Lack): string | undefined {
    switch (lack.of) {
      case 'choices':
        return this.#lacksChoices(lack.atMost, lack.surely);
      case 'max_tokens':
        if (this.#limitName === 'max_completion_tokens') return undefined;
        this.#limitName = 'max_completion_tokens';
        return 'is asked with max_completion_tokens in place of max_tokens';
      case 'whole-answers':
        if (this.#stream) return undefined;
        this.#stream = true;
        return 'only streams: its answers are streamed';
      default:
        if (this.#without.has(lack.of)) return undefined;
        this.#without.add(lack.of);
        return lack.of === 'stream_options'
          ? 'takes no stream_options: what it does not count is estimated'
          : `takes no ${lack.of}: it is left out, and the server's own is used`;
    }
  }

  /** It has answered a call for `asked` choices with so many. Returns what to tell the user. */
  gave(asked: number, given: number): string | undefined {
    if (asked > 1 && given > 1) {
      this.#givesMany = true;
      this.#suspected = false;
      if (this.#isGuessed) {
        this.#isGuessed = false;
        this.#choices = MOST;
        return 'gives several answers a call after all';
      }
    }
    if (this.#suspected && asked === 1) {
      this.#suspected = false;
      this.#isGuessed = true;
      this.#choices = 1;
      return oneAtATime;
    }
    if (given >= asked) {
      if (asked > 1) this.#lastShort = undefined;
    } else if (this.#lastShort === given && given < this.#choices) {
      // Twice the same number in a row is a habit; once may be an accident.
      this.#choices = given;
      return given === 1 ? oneAtATime : `gives ${given} answers a call: the others are asked for`;
    } else this.#lastShort = given;
    return undefined;
  }

  /** It has refused a call for one choice too: then it was not their number. */
  refusedOne(): void {
    this.#suspected = false;
  }

  #lacksChoices(atMost: number, surely: boolean): string | undefined {
    if (!surely) {
      this.#suspected = true;
      return undefined;
    }
    if (atMost >= this.#choices) return undefined;
    this.#choices = atMost;
    return atMost === 1 ? oneAtATime : `is asked for ${atMost} answers a call at most`;
  }
}

const oneAtATime = 'gives one answer a call: each is asked for by itself';
