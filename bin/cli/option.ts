/** One option of the command line. Its name has hyphens; underscores are taken too. */
export interface Option {
  /** What its value is called in `--help`; missing for a switch. */
  value?: string;
  help: string;
  /** Shown in `--help` and used where the option is not given. */
  default?: string;
  /** May be given more than once. */
  multiple?: boolean;
}
