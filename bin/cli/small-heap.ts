import { setFlagsFromString } from 'node:v8';

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
