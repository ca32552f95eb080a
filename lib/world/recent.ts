/** Remembers the results of a pure function of a number: the last `size` ones at most. */
export function recent<T>(size: number, make: (number: number) => T): (number: number) => T {
  let young = new Map<number, T>();
  let old = new Map<number, T>();
  return number => {
    const known = young.get(number);
    if (known !== undefined) return known;
    const made = old.get(number) ?? make(number);
    // Two generations, each half the size: what was asked for lately survives the turn.
    if (young.size >= size / 2) {
      old = young;
      young = new Map();
    }
    young.set(number, made);
    return made;
  };
}
