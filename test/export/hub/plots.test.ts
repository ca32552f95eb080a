import test from 'ava';
import fc from 'fast-check';
import { bars } from '../../../lib/export/hub/plots/bars.js';
import { heatMap } from '../../../lib/export/hub/plots/heat-map.js';
import {
  contrast,
  DARK,
  LEVELS,
  LIGHT,
  levelColor,
  textOn,
} from '../../../lib/export/hub/plots/palette.js';
import { percent, sharesOf } from '../../../lib/export/hub/plots/shares.js';

/** Tags of an XML text that are not closed, or not open; whatever else is not well-formed in it. */
function faultsOf(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const rest = xml.replaceAll(
    /<(\/?)(\w+)((?: [\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)(\/?)>/g,
    (...tag) => {
      const [, closing, name, , empty] = tag as string[];
      if (closing && open.pop() !== name) faults.push(`</${name}>`);
      if (!closing && !empty) open.push(name!);
      return '';
    },
  );
  if (/[<>]|&(?!(amp|lt|gt|quot);)/.test(rest)) faults.push(rest);
  return [...faults, ...open];
}

const counts = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });

test('plots are well-formed whatever stands in them, and fetch nothing', t => {
  fc.assert(
    fc.property(fc.string(), fc.array(counts, { maxLength: 5 }), (name, rows) => {
      const said = { title: name, description: name };
      const columns = [name, 'b', 'c'];
      const grid = heatMap({
        ...{ ...said, columnsOf: name, columns },
        rows: rows.map(each => ({ name, counts: each })),
      });
      const totals = bars({ ...said, of: name, names: columns, counts: rows[0] ?? [0, 0, 0] });
      for (const svg of [grid, totals]) {
        t.deepEqual(faultsOf(svg), []);
        t.notRegex(
          svg.replace('http://www.w3.org/2000/svg', ''),
          /<script|<image|href=|url\(|@import/,
        );
        t.notRegex(svg, /NaN|undefined|Infinity/);
      }
    }),
  );
});

test('every number is read on its field, on light and dark pages', t => {
  for (const theme of [LIGHT, DARK]) {
    t.true(contrast(theme.ink, theme.surface) >= 7);
    const colors = Array.from({ length: LEVELS }, (_, level) => levelColor(theme, level));
    for (const color of colors) t.true(contrast(textOn(color), color) >= 4.5);
    // Steps go one way in lightness, so that whoever sees no colors sees them, too.
    const against = colors.map(color => contrast(color, theme.surface));
    t.deepEqual(
      against,
      [...against].sort((a, b) => a - b),
    );
    // A bar is told from the page (WCAG 1.4.11).
    t.true(contrast(levelColor(theme, 6), theme.surface) >= 3);
  }
});

test('shares add up to one, and are told in whole percents', t => {
  fc.assert(
    fc.property(counts, some => {
      const sum = sharesOf(some).reduce((all, share) => all + share, 0);
      t.true(Math.abs(sum - (some.some(count => count > 0) ? 1 : 0)) < 1e-9);
    }),
  );
  t.deepEqual([0, 0.001, 0.005, 0.5, 1].map(percent), ['', '<1', '1', '50', '100']);
});
