/** A kind of value: how it is written on a command line or in a config, and what of it is allowed. */
export interface Kind<T> {
  /** What `--help` calls the value, such as `N`; missing for a switch, which takes none. */
  readonly placeholder?: string;
  /**
   * Reads it.
   *
   * @throws ValueError
   */
  read(text: string): T;
  /** Writes it as `read` takes it. */
  write(value: T): string;
  /**
   * What the value stands for, where it names a file that holds it; else the value itself.
   *
   * @throws ValueError, KeychainError INPUT_MISSING
   */
  load?(value: T): T;
  /** The value as it may be shown, where it may be a secret. */
  hide?(value: T): T;
  /** JSON Schema of the value in a config. */
  readonly schema: JsonSchema;
  /** All that is allowed, where that is a few words. */
  readonly words?: readonly string[];
  /** The value is a list, and may be given more than once, an item each. */
  readonly isRepeated?: boolean;
  /** It is the path of a file that is read: its content counts, not its name. */
  readonly isFile?: boolean;
  /** It names a file of records that is read, or standard input. */
  readonly isInput?: boolean;
  /**
   * What else it may name of the user's machine, which is not published (`settings/public/`): a path in
   * place of a name or to write to, a file in place of a text, the address of a server, or a program.
   */
  readonly names?: 'place' | 'text' | 'server' | 'program';
  /** It names a file that is written, or standard output. */
  readonly isOutput?: boolean;
  /** It is options of another program, and begins like one of ours. */
  readonly isOptions?: boolean;
}

/** As far as it is used here (draft 2020-12). */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Says what is allowed; whoever knows the setting's name puts it in front. */
export class ValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ValueError';
  }
}
