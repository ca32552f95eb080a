/** `minGap` as options have it: `min-gap`. */
export const kebabCase = (name: string): string => joined(name, '-');

/** `minGap` as records have it: `min_gap`. */
export const snakeCase = (name: string): string => joined(name, '_');

const joined = (name: string, sign: string): string =>
  name.replace(/[A-Z]/g, letter => sign + letter.toLowerCase());
