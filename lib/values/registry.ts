import type { Parameter } from './parameter.js';

/** The names of a registry's rows, in their order. */
export const namesOf = <R extends object>(registry: R): (keyof R & string)[] =>
  Object.keys(registry) as (keyof R & string)[];

type OfRow<Row> = Row extends { readonly parameters?: infer P } ? Exclude<P, undefined> : never;

type Joined<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? { [Name in keyof All]: All[Name] }
  : never;

/** What all rows of a registry ask a user for, by name. */
export type ParametersOf<R> = Joined<OfRow<R[keyof R]>>;

/** Joins what all rows of a registry ask a user for, in the order of the rows. */
export function parametersOf<
  R extends Readonly<Record<string, { readonly parameters?: Readonly<Record<string, Parameter>> }>>,
>(registry: R): ParametersOf<R> {
  return Object.assign({}, ...Object.values(registry).map(({ parameters }) => parameters));
}
