import { STYLE } from './style.js';

/** A picture that stands by itself, and what is read out in its place. */
export interface Picture {
  title: string;
  description: string;
  width: number;
  height: number;
}

/** An SVG 1.1 file: no script, no font and no picture from elsewhere. */
export const svg = (
  { title, description, width, height }: Picture,
  shapes: readonly string[],
): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="s" width="${width}" height="${height}"/>`,
    text(12, 24, title, 't h'),
    ...shapes,
    '</svg>\n',
  ].join('\n');

export const text = (x: number, y: number, words: string, classes = 't'): string =>
  `<text x="${x}" y="${y}" class="${classes}">${escaped(words)}</text>`;

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  classes: string,
): string => `<rect x="${x}" y="${y}" width="${width}" height="${height}" class="${classes}"/>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (words: string): string => words.replace(/[&<>"]/g, sign => ENTITIES[sign]!);
