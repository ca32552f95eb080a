/**
 * Lets pieces of work with the same id run one after the other, and others at once. It forgets an
 * id when nothing is left to do for it.
 */
export class InTurn {
  readonly #last = new Map<string, Promise<void>>();

  run<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id);
    const mine = before ? before.then(work) : work();
    const settled: Promise<void> = mine
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (this.#last.get(id) === settled) this.#last.delete(id);
      });
    this.#last.set(id, settled);
    return mine;
  }

  /** Resolves when all that is under way now has ended, however. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
