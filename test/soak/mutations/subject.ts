/** Where a case's files are. */
export interface Paths {
  /** The mutated file. */
  input: string;
  /** A file or folder of the ground, as it was made. */
  ground(name: string): string;
  /** A place of the case's own. */
  own(name: string): string;
  /** A model server that always answers. */
  url: string;
  /** A stand-in of the Hub, whose files are those of the folder that the endpoint's path names. */
  hub: string;
}

/** One input of one command: what is mutated, how it is run, and what is held against it. */
export interface Subject {
  /** The ground's file that is mutated; a `*` stands for what its name has between. */
  file: string;
  /** Whether the command opens compressed files there. */
  packed: boolean;
  /** What the mutated file is called, where that matters. */
  name?: string;
  /** The folder of the ground that the file is in, of which the case gets a copy first. */
  copy?: string;
  args(paths: Paths): string[];
  /** What the command leaves, and how its records add up. */
  leaves: 'samples' | 'lines' | 'corpus' | 'report';
  /** What the file of lines is called; default: `lines`. */
  lines?: string;
  /** Whether each record of the input is written, left out or rejected, and none added. */
  eachRecord: boolean;
  /** The corpus that finished samples are verified with; default: the case's own. */
  corpus?: (paths: Paths) => string;
  /** The tokenizer that they are counted with; default: the program's. */
  tokenizer?: (paths: Paths) => string[];
  /** Any change must be found: the command may not end with 0. */
  foundAlways?: boolean;
  /** Variables of the environment that the command has. */
  variables?: (paths: Paths) => Record<string, string>;
}
