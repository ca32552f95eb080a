import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Files of a kind of records, and the features that they should have. */
export type FilesByKind = Readonly<Record<string, { features: unknown; files: string[] }>>;

/** A Python that has pyarrow, where `python3` has not. */
const PYTHON = process.env.KEYCHAIN_PYTHON ?? 'python3';

/** Whether pyarrow is there. */
export const hasPyarrow = (): Promise<boolean> =>
  promisify(execFile)(PYTHON, ['-c', 'import pyarrow']).then(
    () => true,
    () => false,
  );

/** What pyarrow finds that does not fit, a line a fault; see the script. */
export async function arrowFaults(kinds: FilesByKind): Promise<string[]> {
  const running = promisify(execFile)(PYTHON, ['test/records/arrow_pairs.py']);
  running.child.stdin!.end(JSON.stringify(kinds));
  const { stdout } = await running;
  return stdout.split('\n').filter(Boolean);
}
