/** Runs something that may be asynchronous and hands what it throws or rejects with to `done`. */
export function settle(
  run: () => void | Promise<void>,
  done: (error?: Error | null) => void,
): void {
  let running: void | Promise<void>;
  try {
    running = run();
  } catch (error) {
    done(error as Error);
    return;
  }
  if (running instanceof Promise) running.then(() => done(), done);
  else done();
}
