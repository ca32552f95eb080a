import type { Kind } from './kind.js';

/**
 * A value that a row of a registry asks a user for: a placement's, a filter rule's. The table of
 * settings takes it up by its name, so the row is all there is to write.
 */
export interface Parameter<T = unknown> {
  readonly kind: Kind<T>;
  readonly help: string;
  readonly default?: T;
}

/** The values of some parameters, by name. */
export type ParameterValues<P> = {
  [K in keyof P]: P[K] extends { kind: Kind<infer T> }
    ? P[K] extends { default: unknown }
      ? T
      : T | undefined
    : never;
};
