import type { Parameter, ParameterValues } from '../../lib/values/parameter.js';

/** The defaults of parameters that all have one. */
export function defaultsOf<P extends Readonly<Record<string, Required<Parameter>>>>(
  parameters: P,
): ParameterValues<P> {
  const values = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
  return Object.fromEntries(values);
}
