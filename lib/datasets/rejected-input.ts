import type { Reject } from '../records/reject.js';

/** What is to be said of inputs of which nothing but rejects has come. */
export interface RejectedInput {
  /** @param readAs the title of the dataset that the record was read as, if it was of one */
  see(reject: Reject, readAs?: string): void;
  /** What the records were read as, how many they are, and the first reason, in one line. */
  describe(files: readonly string[]): string;
}

/** Counts rejects; of all but the first nothing else is kept. */
export function rejectedInput(): RejectedInput {
  const titles = new Set<string>();
  let count = 0;
  let first: Reject | undefined;
  return {
    see(reject, readAs) {
      if (readAs !== undefined) titles.add(readAs);
      first ??= reject;
      count++;
    },
    describe(files) {
      const names = files.join(', ');
      if (!first) return `${names}: no usable question in the input`;
      const readAs = titles.size > 0 ? `read as ${[...titles].join(' and ')}, ` : '';
      const all = count === 1 ? 'the only record was' : `all ${count} records were`;
      return `${names}: ${readAs}${all} rejected; the first at ${placeOf(first, files)}: ${first.code}: ${first.message}`;
    },
  };
}

function placeOf({ file, record, offset }: Reject, files: readonly string[]): string {
  const where = files.length > 1 ? `${file}, ` : '';
  return `${where}record ${record}, byte ${offset}`;
}
