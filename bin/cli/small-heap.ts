import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** Larger files are no configs. */
const CONFIG_BYTES = 1_000_000;

/**
 * Whether a command line names a model, itself or in a config or manifest. V8 takes its flags only
 * before anything is loaded, so this does not read arguments and configs, but looks for the name
 * in their text: a file that merely speaks of a model costs a little speed, no more.
 */
export function namesModel(argv: readonly string[]): boolean {
  if (argv.some(word => /^--(llm[-_]url|journal[-_]only)/.test(word))) return true;
  return argv.some((word, i) => {
    const [, inline] = /^--config=(.*)/.exec(word) ?? [];
    const isFile =
      argv[i - 1] === '--config' || (argv[0] === 'run' && /\.(ya?ml|json)$/.test(word));
    const file = inline ?? (isFile ? word : undefined);
    return file !== undefined && /llm[-_]url|journal[-_]only/.test(textOf(file));
  });
}

function textOf(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length <= CONFIG_BYTES ? text : '';
  } catch {
    // Whoever reads the config says what is wrong with it.
    return '';
  }
}

/**
 * Keeps the heap small in a run that waits for a model, where nearly everything is garbage after
 * an answer. It takes effect on what is allocated later, so it is called before anything else is
 * loaded.
 */
export function keepHeapSmall(): void {
  // The young generation stays at its first size: growing with the traffic, it saves little.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The old one is collected at 1.5 times (or 8 MB more than) what was alive, not at up to 4 times.
  setFlagsFromString('--heap-growing-percent=50');
  // And that begins half-way there, since answers go on coming in while it is under way.
  setFlagsFromString('--incremental-marking-soft-trigger=50');
  // undici parses HTTP in WebAssembly, of which one function is so large that optimising it takes
  // some 30 MB. Without, a call costs the same, as the parser skips over the bodies.
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
}
