/** What the part of the address behind `#` names: a sample by its place, or by its id. */
export type Address = { file: number; row: number } | { id: string };

/** Reads what stands behind `#`; undefined where it names nothing. */
export function readAddress(hash: string): Address | undefined {
  const named = hash.replace(/^#/, '');
  if (named === '') return undefined;
  const place = /^(\d{1,9})\/(\d{1,15})$/.exec(named);
  if (place) return { file: Number(place[1]), row: Number(place[2]) };
  try {
    return { id: decodeURIComponent(named) };
  } catch {
    return { id: named };
  }
}

/** The link to a sample within the page. */
export const linkTo = ({ file, row }: { file: number; row: number }): string => `#${file}/${row}`;
