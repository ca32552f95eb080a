import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from './escape.js';

/** What a plot is on its page. */
export interface DrawnAs {
  /** Of which ids are made that no other plot of the page has. */
  name: string;
  /** What those hear who do not see it. */
  label: string;
}

/**
 * Draws a plot as SVG, without a browser. The libraries are loaded here and nowhere else, since
 * no other command needs them.
 */
export async function drawSvg(spec: TopLevelSpec, { name, label }: DrawnAs): Promise<string> {
  const [{ compile }, { parse, View }] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    const svg = withOwnIds(withoutRoles(await view.toSVG()), name);
    return svg.replace(/^<svg /, () => `<svg role="img" aria-label="${escapeHtml(label)}" `);
  } finally {
    view.finalize();
  }
}

/** The plot is one image with a label; its parts would be announced one by one. */
const withoutRoles = (svg: string): string =>
  svg.replaceAll(/<g [^<>]*>/g, tag =>
    tag.replaceAll(/ (?:role|aria-roledescription)="[^"]*"/g, ''),
  );

/** Vega counts ids on from plot to plot, so that they would depend on what was drawn before. */
function withOwnIds(svg: string, name: string): string {
  const ids = new Map<string, string>();
  for (const [, id] of svg.matchAll(/<[^<>]* id="([^"]+)"/g)) {
    ids.set(id!, `${name}-${ids.size}`);
  }
  return svg.replaceAll(/<[^<>]*>/g, tag =>
    tag.replaceAll(/(id="|url\(#)([^")]+)/g, (all, before: string, id: string) =>
      ids.has(id) ? before + ids.get(id)! : all,
    ),
  );
}
