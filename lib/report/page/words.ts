/** A share as people read it; a dash where there is none. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${(share * 100).toFixed(1)} %`;

/** A number with its thousands set apart. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** A length in tokens, `4096` as `4K`, other names as they are. */
export function shortTokens(name: string): string {
  const tokens = Number(name);
  if (Number.isNaN(tokens) || tokens < 1000) return name;
  if (tokens % (1 << 20) === 0) return `${tokens / (1 << 20)}M`;
  if (tokens % 1024 === 0) return `${tokens / 1024}K`;
  return tokens % 1000 === 0 ? `${tokens / 1000}k` : grouped(tokens);
}

/** A difference with its sign. */
export const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text);
