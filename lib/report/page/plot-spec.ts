import type { TopLevelSpec } from 'vega-lite';
import { compare } from '../cells.js';
import type { Axis, Figure } from '../figures/figure.js';
import type { FigureSummary } from '../summary.js';
import { shortTokens } from './words.js';

/** Of Okabe and Ito, which the color-blind tell apart; the page darkens nothing, so both themes can show them. */
const COLORS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#8c8c8c',
  '#7b3294',
];
const FONT = 'system-ui, sans-serif';

/** What vega-lite draws of a figure. */
export function plotSpec(figure: Figure, { runs }: FigureSummary): TopLevelSpec {
  const values = runs.flatMap(({ label, places }) =>
    places.map(({ x, y, value, count }) => ({
      run: label,
      x: nameOn(figure.x, x),
      y: figure.y ? nameOn(figure.y, y) : y,
      value,
      count,
    })),
  );
  const labels = runs.map(({ label }) => label);
  const axes = {
    xs: namesOn(figure.x, runs, 'x'),
    ys: figure.y ? namesOn(figure.y, runs, 'y') : [],
  };
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { values },
    background: null,
    config: CONFIG,
  };
  return {
    ...shared,
    ...(figure.y
      ? heatMap(figure, labels, axes, brightest(figure.value, values))
      : bars(figure, labels, axes)),
  } as unknown as TopLevelSpec;
}

const CONFIG = {
  aria: false,
  font: FONT,
  view: { stroke: null },
  axis: {
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    domainColor: 'currentColor',
    tickColor: 'currentColor',
    gridColor: 'currentColor',
    gridOpacity: 0.12,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
  },
  legend: {
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelLimit: 500,
  },
  header: {
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    labelFontSize: 12,
    labelFontWeight: 'bold',
    labelLimit: 500,
  },
} as const;

interface Names {
  xs: string[];
  ys: string[];
}

const VALUE_TITLES = { share: 'share', row: 'share', rate: 'right' } as const;

/** Pixels that all bars of a plot have, so that it stands in half a page. */
const BARS_WIDTH = 420;

function bars({ x, value }: Figure, labels: readonly string[], { xs }: Names): object {
  const isOne = labels.length === 1;
  const step = Math.max(8, Math.min(48, Math.floor(BARS_WIDTH / (xs.length * labels.length))));
  return {
    width: isOne ? { step } : { step, for: 'offset' },
    height: 190,
    mark: { type: 'bar', cornerRadiusEnd: 2 },
    encoding: {
      x: { field: 'x', type: 'nominal', sort: xs, title: x.title, axis: tilted(xs) },
      ...(!isOne && { xOffset: { field: 'run', sort: labels } }),
      y: {
        field: 'value',
        type: 'quantitative',
        title: VALUE_TITLES[value],
        axis: { format: '.0%', tickCount: 5 },
        ...(value === 'rate' && { scale: { domain: [0, 1] } }),
      },
      color: {
        field: 'run',
        type: 'nominal',
        title: null,
        sort: labels,
        scale: { domain: labels, range: COLORS.slice(0, labels.length) },
        legend: isOne ? null : { orient: 'top', columns: 2 },
      },
    },
  };
}

/** Long names stand aslant, so that none is left out. */
const tilted = (names: readonly string[]): object => {
  const isLong = names.some(name => name.length > 9);
  return { labelAngle: isLong ? -35 : 0, labelLimit: 400, ...(isLong && { labelAlign: 'right' }) };
};

function heatMap(
  { x, y, value }: Figure,
  labels: readonly string[],
  { xs, ys }: Names,
  most: number,
): object {
  const encoding = {
    x: { field: 'x', type: 'nominal', sort: xs, title: x.title, axis: { labelAngle: 0 } },
    y: { field: 'y', type: 'nominal', sort: ys, title: y!.title, scale: { domain: ys } },
  };
  const spec = {
    width: { step: 58 },
    height: { step: 24 },
    layer: [
      {
        mark: { type: 'rect', stroke: 'currentColor', strokeOpacity: 0.15 },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            title: VALUE_TITLES[value],
            scale: { scheme: 'cividis', domain: [0, most] },
            legend: { format: '.0%', tickCount: 5 },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11, color: { expr: inkOver(most) } },
        encoding: {
          text: { field: 'value', type: 'quantitative', format: '.0%' },
        },
      },
    ],
    encoding,
  };
  if (labels.length === 1) return spec;
  return {
    facet: { field: 'run', type: 'nominal', title: null, sort: labels },
    columns: 2,
    spec,
  };
}

/** The value of the brightest cells: of rates 1, so that maps of all reports can be compared. */
const brightest = (value: Figure['value'], values: readonly { value: number }[]): number =>
  value === 'rate' ? 1 : values.reduce((most, cell) => Math.max(most, cell.value), 0.2);

/** On bright cells black reads better. */
const inkOver = (brightest: number): string =>
  `datum.value > ${0.45 * brightest} ? '#000' : '#fff'`;

const nameOn = ({ isTokens }: Axis, name: string): string => (isTokens ? shortTokens(name) : name);

/** The names on an axis, in their order; of a heat map's depths all, so that gaps show. */
function namesOn(axis: Axis, runs: FigureSummary['runs'], side: 'x' | 'y'): string[] {
  const found = new Set(runs.flatMap(({ places }) => places.map(place => place[side])));
  if (side === 'y' && axis.order) for (const name of axis.order) found.add(name);
  return [...found].sort((a, b) => compare(a, b, axis.order ?? [])).map(name => nameOn(axis, name));
}
