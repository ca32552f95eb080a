/** A dataset, where its authors publish it, and what is known of it. */
export interface Source {
  title: string;
  /** Its own page, for people. */
  page: string;
  license: string;
  files: readonly SourceFile[];
  /** Unique passages of all splits together, as a paper counts them. */
  passages?: { count: number; said: string };
}

/** A file at its official place. Size and SHA-256 are missing where nobody is known to have said them. */
export interface SourceFile {
  /** What it is called here. */
  name: string;
  url: string;
  /** How it is asked for, where it is not simply there: behind a page that wants to be confirmed. */
  behind?: 'google-drive';
  bytes?: number;
  sha256?: string;
  splits: readonly SourceSplit[];
}

/** One split of a dataset, the whole of a file or a member of it. */
export interface SourceSplit {
  name: string;
  /** Where it is in an archive. */
  member?: string;
  /** The same records on the Hub, in other forms; empty where they are not there. */
  mirror: readonly string[];
  /** Questions, as the dataset's card or paper counts them. */
  questions?: number;
}
