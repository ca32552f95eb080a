import { tmpdir } from 'node:os';
import type { Verdict } from './try-case.js';

/** Stands for a child that does what none should: it hangs at mutation 1, and dies at 2 and 3; of the others it says where its temporary files are. */
process.on('message', (index: number) => {
  if (index === 1) for (;;);
  if (index === 2) process.exit(7);
  if (index === 3) process.kill(process.pid, 'SIGSEGV');
  process.send!({ index, what: tmpdir(), exitCode: 0, problems: [] } satisfies Verdict);
});
process.on('disconnect', () => process.exit());
process.send!('ready');
