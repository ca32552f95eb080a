import type { Engine } from './engine.js';
import { slurm } from './slurm.js';

/** What may run the jobs (`launch ENGINE`). */
export const ENGINES = { slurm } as const satisfies Record<string, Engine>;
