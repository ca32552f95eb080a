/** Bytes of a line that is looked into; a longer one is listed as no JSON. */
export const LONGEST_LINE = 64 << 20;

const FEED = 0x0a;

/** A line of a file, as it lies in the bytes that are read. */
export interface LinePlace {
  offset: number;
  length: number;
}

/** Cuts chunks into lines that have something in them; of one that is too long only the place is told. */
export function lineCutter(take: (line: Buffer | undefined, place: LinePlace) => void) {
  let held: Buffer[] = [];
  let length = 0;
  let start = 0;
  const end = (): void => {
    const isTooLong = length > LONGEST_LINE;
    const line = isTooLong ? undefined : Buffer.concat(held);
    if (isTooLong || line!.toString('latin1').trim() !== '') take(line, { offset: start, length });
    start += length + 1;
    held = [];
    length = 0;
  };
  return {
    take(chunk: Buffer): void {
      let at = 0;
      for (let feed = chunk.indexOf(FEED); feed !== -1; feed = chunk.indexOf(FEED, at)) {
        if (length + feed - at <= LONGEST_LINE) held.push(chunk.subarray(at, feed));
        length += feed - at;
        end();
        at = feed + 1;
      }
      if (length + chunk.length - at <= LONGEST_LINE) held.push(chunk.subarray(at));
      else held = [];
      length += chunk.length - at;
    },
    end(): void {
      if (length > 0) end();
    },
  };
}
