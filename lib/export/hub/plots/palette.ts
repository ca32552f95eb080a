/** A color by its parts, 0 to 255 each. */
export type Color = readonly [red: number, green: number, blue: number];

/** How a plot looks on light and on dark pages. */
export interface Theme {
  surface: Color;
  ink: Color;
  /** Of small shares and of large ones: one hue, so that its lightness alone tells. */
  scale: readonly [from: Color, to: Color];
}

export const LIGHT: Theme = {
  surface: [255, 255, 255],
  ink: [31, 35, 40],
  scale: [
    [231, 240, 250],
    [8, 58, 128],
  ],
};

export const DARK: Theme = {
  surface: [22, 27, 34],
  ink: [230, 237, 243],
  scale: [
    [30, 44, 66],
    [158, 202, 255],
  ],
};

/** Steps of the scale. */
export const LEVELS = 10;

/** A step of the scale, from 0. */
export const levelColor = ({ scale: [from, to] }: Theme, level: number): Color => {
  const share = level / (LEVELS - 1);
  const between = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [between(0), between(1), between(2)];
};

const BLACK: Color = [0, 0, 0];
const WHITE: Color = [255, 255, 255];

/** Black or white, whichever is read better on a color: one of them always has a contrast of 4.5. */
export const textOn = (color: Color): Color =>
  contrast(BLACK, color) >= contrast(WHITE, color) ? BLACK : WHITE;

/** The contrast of two colors, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: Color, b: Color): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: Color): number {
  const [red, green, blue] = color.map(part => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export const hexOf = (color: Color): string =>
  `#${color.map(part => part.toString(16).padStart(2, '0')).join('')}`;
