import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SampleView } from '../api.js';
import { type PairRole, rolesOf } from './chips.js';
import { counted, shortCount } from './wording.js';

type Node = VNode | VNode[];

/** The drawing's own units: a column of the context, the ruler on its left, the jumps on its right. */
const WIDTH = 132;
const HEIGHT = 620;
const TOP = 16;
const BAR = { x: 46, width: 10 };
const SPAN = HEIGHT - 2 * TOP;
const MIDDLE = BAR.x + BAR.width / 2;

interface MapProps {
  sample: SampleView;
  showsDistractors: boolean;
  current: number | undefined;
  goToOffset: (at: number) => void;
}

/** The whole context as a column: tokens on its left, what supports in it, the chain's jumps on its right. */
export function ContextMap({ sample, showsDistractors, current, goToOffset }: MapProps): Node {
  const whole = Math.max(1, sample.context.length);
  const y = (at: number): number => TOP + (SPAN * at) / whole;
  const roles = rolesOf(sample);
  const others = sample.chains.filter(({ isTrue }) => !isTrue);
  const click = (event: MouseEvent): void => {
    const drawing = event.currentTarget as SVGSVGElement;
    const place = new DOMPoint(event.clientX, event.clientY);
    const at = (place.matrixTransform(drawing.getScreenCTM()?.inverse()).y - TOP) / SPAN;
    goToOffset(Math.max(0, Math.min(1, at)) * whole);
  };
  return html`
    <svg class="map" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMin meet" role="img" aria-label=${inWords(sample)} onClick=${click}>
      <rect class="bar" x=${BAR.x} y=${TOP} width=${BAR.width} height=${SPAN} rx="2" />
      ${sample.passages
        .filter(({ supporting }) => supporting)
        .map(
          ({ start, end }) => html`
          <rect class="support" x=${BAR.x} y=${y(start)} width=${BAR.width} height=${Math.max(2.5, y(end) - y(start))} />
        `,
        )}
      <rect class="sight" x=${BAR.x - 3} y=${TOP} width=${BAR.width + 6} height="0" rx="3" />
      ${ticksOf(sample).map(
        ({ at, tokens }) => html`
        <line class="tick" x1=${BAR.x - 5} x2=${BAR.x - 1} y1=${y(at)} y2=${y(at)} />
        <text class="tick" x=${BAR.x - 8} y=${y(at) + 3.5} text-anchor="end">${shortCount(tokens)}</text>
      `,
      )}
      ${
        showsDistractors &&
        html`<path class="jump distractor" d=${others.map(({ pairs }) => jumpsOf(sample, pairs, y)).join('')} />`
      }
      <path
        class=${showsDistractors ? 'dots distractor' : 'dots'}
        d=${sample.pairs
          .map(({ start }, index) =>
            roles[index]!.kind === 'true' ? '' : `M${MIDDLE} ${y(start).toFixed(1)}h0`,
          )
          .join('')}
      />
      ${sample.needles?.map(
        ({ start, asked }) => html`
        <circle class=${asked ? 'true' : 'quiet'} cx=${BAR.x + BAR.width / 2} cy=${y(start)} r=${asked ? 5 : 2.5} />
      `,
      )}
      ${sample.chains
        .filter(({ isTrue }) => isTrue)
        .map(({ pairs }) => html`<path class="jump true" d=${jumpsOf(sample, pairs, y)} />`)}
      ${sample.pairs.map(
        (pair, index) =>
          roles[index]!.kind === 'true' &&
          html`
        <${Stop} ...${{ role: roles[index]!, at: y(pair.start), isCurrent: index === current }} />
      `,
      )}
    </svg>
  `;
}

/** Where the window stands, told without drawing anything anew. */
export function markSight(
  map: Element | null,
  sample: SampleView,
  [from, to]: [number, number],
): void {
  const sight = map?.querySelector('.sight');
  if (!sight) return;
  const whole = Math.max(1, sample.context.length);
  sight.setAttribute('y', String(TOP + (SPAN * from) / whole));
  sight.setAttribute('height', String(Math.max(4, (SPAN * (to - from)) / whole)));
}

/** A bow from each step to the next; the farther the jump, the wider the bow. */
function jumpsOf(sample: SampleView, pairs: readonly number[], y: (at: number) => number): string {
  const heights = pairs.map(index => y(sample.pairs[index]!.start));
  return heights
    .slice(1)
    .map((to, step) => {
      const from = heights[step]!;
      const bow = MIDDLE + 22 + 78 * Math.sqrt(Math.abs(to - from) / SPAN);
      const [a, b, x] = [from, to, bow].map(each => each.toFixed(1));
      return `M${MIDDLE} ${a}C${x} ${a} ${x} ${b} ${MIDDLE} ${b}`;
    })
    .join('');
}

function Stop({ role, at, isCurrent }: { role: PairRole; at: number; isCurrent: boolean }): Node {
  const x = BAR.x + BAR.width / 2;
  return html`
    <g class=${isCurrent ? 'stop current' : 'stop'}>
      <circle class="true" cx=${x} cy=${at} r="8" />
      <text x=${x} y=${at + 3.6} text-anchor="middle">${role.step}</text>
    </g>
  `;
}

/** Marks of the ruler that are round, or as many of those given as fit. */
function ticksOf({ ruler, context }: SampleView): { at: number; tokens: number }[] {
  const all = ruler.at(-1)?.tokens ?? 0;
  if (all === 0) return [];
  const step = roundStep(all / 8);
  const ticks: { at: number; tokens: number }[] = [];
  for (let tokens = 0; tokens <= all; tokens += step) {
    ticks.push({ at: Math.min(context.length, offsetOf(ruler, tokens)), tokens });
  }
  return ticks;
}

/** The next of 1, 2, 5, 10, 20 ... that is at least so much. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map(times => times * power).find(step => step >= least) ?? 10 * power;
}

/** The offset at which so many tokens have gone by, between the marks in proportion. */
function offsetOf(ruler: SampleView['ruler'], tokens: number): number {
  const next = ruler.findIndex(mark => mark.tokens >= tokens);
  const after = ruler[next];
  if (!after) return ruler.at(-1)?.at ?? 0;
  const before = ruler[next - 1] ?? { at: 0, tokens: 0 };
  const span = after.tokens - before.tokens;
  return span <= 0
    ? after.at
    : before.at + ((after.at - before.at) * (tokens - before.tokens)) / span;
}

/** The map for those who do not see it. */
function inWords({ chains, pairs, passages, context, needles }: SampleView): string {
  const percent = (at: number): string =>
    `${Math.round((100 * at) / Math.max(1, context.length))} %`;
  const supporting = passages.filter(each => each.supporting);
  const way = chains
    .find(({ isTrue }) => isTrue)
    ?.pairs.map(index => percent(pairs[index]!.start))
    .join(', then ');
  return [
    `The context from its beginning to its end: ${counted(passages.length, 'passage')}`,
    supporting.length > 0 &&
      `support at ${supporting.map(({ start }) => percent(start)).join(', ')}`,
    way && `the true chain goes from ${way}`,
    needles && `needles at ${needles.map(({ start }) => percent(start)).join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}
