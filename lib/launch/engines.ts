import type { Engine } from './engine.js';
import { kubernetes } from './kubernetes.js';
import { slurm } from './slurm.js';

/** What may run the jobs (`launch ENGINE`). */
export const ENGINES = { slurm, kubernetes } as const satisfies Record<string, Engine>;
