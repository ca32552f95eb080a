import { DARK, hexOf, LEVELS, LIGHT, levelColor, type Theme, textOn } from './palette.js';

/** Classes of a plot: `s` its surface, `t` text, `b` a bar, `f0` to `f9` fields and `n0` to `n9` the numbers on them. */
const rules = (theme: Theme): string => {
  const levels = Array.from({ length: LEVELS }, (_, level) => {
    const color = levelColor(theme, level);
    return `.f${level}{fill:${hexOf(color)}}.n${level}{fill:${hexOf(textOn(color))}}`;
  });
  const bar = hexOf(levelColor(theme, 6));
  return `.s{fill:${hexOf(theme.surface)}}.t{fill:${hexOf(theme.ink)}}.b{fill:${bar}}${levels.join('')}`;
};

/** What all plots have in common: legible by themselves, whatever page they stand on. */
export const STYLE = [
  'text{font:13px system-ui,sans-serif}.h{font-size:15px;font-weight:600}.m{text-anchor:middle}.e{text-anchor:end}',
  rules(LIGHT),
  `@media(prefers-color-scheme:dark){${rules(DARK)}}`,
].join('');
