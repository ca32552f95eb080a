/** The part of `@agnai/sentencepiece-js` that is used; the package has no types of its own. */
declare module '@agnai/sentencepiece-js' {
  /** An object of the library's own memory. */
  export interface Owned {
    delete(): void;
  }

  /** A text that is passed by reference. */
  export type View = Owned;

  export interface Status extends Owned {
    /** `OK`, or what is wrong. */
    ToString(): string;
  }

  export class SentencePieceProcessor {
    /** The library itself, once a model is loaded. */
    readonly sentencepiece: {
      readonly StringView: new (text: string) => Owned & { getView(): View };
      /** All of its memory. */
      readonly HEAPU8: Uint8Array;
      /** Files of the library alone, in memory. */
      readonly FS: { unlink(path: string): void };
    };
    readonly processor: Owned & {
      Load(path: View): Status;
      status(): Status;
      EncodeAsIds(text: View): Owned & { size(): number };
    };
    /** Copies the file to `sentencepiece.model`, and loads it from there, whether or not it can. */
    load(path: string): Promise<void>;
  }
}
