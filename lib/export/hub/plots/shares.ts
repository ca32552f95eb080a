/** What counts are of their sum, each from 0 to 1; all 0 where the sum is. */
export function sharesOf(counts: readonly number[]): number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  return counts.map(count => (sum === 0 ? 0 : count / sum));
}

/** A share in whole percents, as plots and tables have it: nothing for nothing. */
export function percent(share: number): string {
  if (share === 0) return '';
  return share < 0.005 ? '<1' : `${Math.round(share * 100)}`;
}

/** The columns from the first to the last in which any row has something; all where none has. */
export function usedColumns(rows: readonly (readonly number[])[]): [from: number, to: number] {
  const [first = []] = rows;
  const used = first.map((_, at) => rows.some(row => row[at] !== 0));
  const from = used.indexOf(true);
  return from < 0 ? [0, first.length] : [from, used.lastIndexOf(true) + 1];
}
