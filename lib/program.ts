let name = 'keychain-pipe';

/** What a user types to run this program: advice names it, such as `keychain-pipe index`. */
export const programName = (): string => name;

/** Whoever was started by a user says once how; code that only calls the library need not. */
export function setProgramName(typed: string): void {
  name = typed;
}
