import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SampleView } from '../api.js';
import { type DrawnText, drawText } from './drawn-text.js';
import { Headline } from './headline.js';
import { ContextMap, markSight } from './map.js';
import { Facts, Findings, Prompt, Rollouts, Walk } from './panels.js';
import { Path } from './path.js';
import { type Tab, Tabs, tabsOf } from './tabs.js';
import { counted } from './wording.js';

type Node = VNode | VNode[];

interface ReaderProps {
  sample: SampleView;
  tab: Tab;
  chooseTab: (tab: Tab) => void;
  showsDistractors: boolean;
  setShowsDistractors: (shows: boolean) => void;
  turn: (by: 1 | -1) => void;
  /** Told how to go on to the next step of the true chain, or back. */
  onSteps: (step: (by: 1 | -1) => void) => void;
}

/** One sample, whole. */
export function Reader(props: ReaderProps): Node {
  const { sample, chooseTab, showsDistractors, setShowsDistractors, onSteps } = props;
  const tabs = useMemo(() => tabsOf(sample), [sample]);
  const tab = tabs.some(([each]) => each === props.tab) ? props.tab : 'text';
  const [current, setCurrent] = useState<number>();
  const drawn = useMemo(() => drawText(sample), [sample]);
  const [target, setTarget] = useState<{ pair: number }>();
  const go = useCallback(
    (pair: number) => {
      setCurrent(pair);
      setTarget({ pair });
      chooseTab('text');
    },
    [chooseTab],
  );
  // The text is in sight by then, whatever was shown before.
  useLayoutEffect(() => {
    if (target) drawn.goToPair(target.pair);
  }, [target, drawn]);
  useLayoutEffect(() => {
    drawn.root.addEventListener('click', event => {
      const chip = (event.target as Element).closest('[data-pair]');
      const role = chip && sample.pairs[Number(chip.getAttribute('data-pair'))];
      if (role && chip instanceof HTMLButtonElement) setCurrent(nextOf(sample, chip));
    });
  }, [drawn, sample]);
  const way = useMemo(() => sample.chains.find(({ isTrue }) => isTrue)?.pairs ?? [], [sample]);
  useLayoutEffect(() => {
    onSteps(by => {
      const at = current === undefined ? -1 : way.indexOf(current);
      const next = way[Math.max(0, Math.min(way.length - 1, at + by))];
      if (next !== undefined) go(next);
    });
  }, [onSteps, way, current, go]);
  const others = sample.chains.filter(({ isTrue }) => !isTrue).length;
  return html`
    <article class=${showsDistractors ? 'sample with-distractors' : 'sample'} aria-labelledby="question">
      <${Headline} sample=${sample} turn=${props.turn} />
      ${sample.chains.map(
        (chain, index) =>
          chain.isTrue &&
          chain.pairs.length > 0 &&
          html`<${Path} ...${{ sample, chain: index, current, go }} />`,
      )}
      ${
        showsDistractors &&
        others > 0 &&
        html`
          <div class="distractors" role="group" aria-label="Distractor chains" tabindex="0">
            ${sample.chains.map(
              (chain, index) =>
                index <= MOST_TOLD &&
                !chain.isTrue &&
                html`<${Path} ...${{ sample, chain: index, current, go }} />`,
            )}
            ${others > MOST_TOLD && html`<p class="more-chains">and ${counted(others - MOST_TOLD, 'more chain')}, on the map and in the text</p>`}
          </div>
        `
      }
      ${sample.needles && html`<${Needles} ...${{ sample, drawn, chooseTab }} />`}
      <div class="bar">
        <${Tabs} tabs=${tabs} chosen=${tab} choose=${chooseTab} />
        ${
          others > 0 &&
          html`
          <label class="switch">
            <input type="checkbox" checked=${showsDistractors} onChange=${() => setShowsDistractors(!showsDistractors)} />
            ${' '}${counted(others, 'distractor chain')}
          </label>
        `
        }
      </div>
      <${TextPanel} ...${{ sample, drawn, current, showsDistractors, isHidden: tab !== 'text' }} />
      ${
        tab !== 'text' &&
        html`
        <div class="panel scrolled" role="tabpanel" id=${`panel-${tab}`} aria-labelledby=${`tab-${tab}`} tabindex="0">
          ${tab === 'walk' && html`<${Walk} sample=${sample} go=${go} />`}
          ${tab === 'prompt' && html`<${Prompt} sample=${sample} />`}
          ${tab === 'rollouts' && html`<${Rollouts} sample=${sample} />`}
          ${tab === 'findings' && html`<${Findings} sample=${sample} />`}
          ${tab === 'facts' && html`<${Facts} sample=${sample} />`}
        </div>
      `
      }
    </article>
  `;
}

/** Distractor chains that are told one by one; a long sample has a thousand. */
const MOST_TOLD = 64;

/** The pair that a chip leads to. */
function nextOf({ chains }: SampleView, chip: HTMLElement): number | undefined {
  const pair = Number(chip.getAttribute('data-pair'));
  const own = [...chains].sort((a, b) => Number(b.isTrue) - Number(a.isTrue));
  const chain = own.find(({ pairs }) => pairs.includes(pair));
  return chain?.pairs[chain.pairs.indexOf(pair) + 1];
}

interface NeedlesProps {
  sample: SampleView;
  drawn: DrawnText;
  chooseTab: (tab: Tab) => void;
}

/** The needles that are asked for, each a way to where it stands. */
function Needles({ sample, drawn, chooseTab }: NeedlesProps): Node {
  const [target, setTarget] = useState<{ needle: number }>();
  useLayoutEffect(() => {
    if (target) drawn.goToNeedle(target.needle);
  }, [target, drawn]);
  const go = (needle: number): void => {
    setTarget({ needle });
    chooseTab('text');
  };
  return html`
    <ol class="path true" aria-label="The needles that are asked for">
      ${sample.needles!.map(
        ({ key, value, asked }, index) =>
          asked &&
          html`
        <li>
          <button type="button" onClick=${() => go(index)}>
            <span class="place">${key}</span> <bdi class="value">${value}</bdi>
          </button>
        </li>
      `,
      )}
    </ol>
  `;
}

interface TextPanelProps {
  sample: SampleView;
  drawn: DrawnText;
  current: number | undefined;
  showsDistractors: boolean;
  isHidden: boolean;
}

function TextPanel({ sample, drawn, current, showsDistractors, isHidden }: TextPanelProps): Node {
  const text = useRef<HTMLDivElement>(null);
  const map = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    text.current?.replaceChildren(drawn.root);
  }, [drawn]);
  // What is in sight is shown before that: the next sample is there at once, however long it is.
  useEffect(() => {
    const rest = setTimeout(drawn.drawRest);
    return () => clearTimeout(rest);
  }, [drawn]);
  useEffect(() => {
    let asked = 0;
    const follow = (): void => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => {
        if (!isHidden) markSight(map.current, sample, drawn.inSight());
      });
    };
    follow();
    const options = { passive: true, capture: true };
    document.addEventListener('scroll', follow, options);
    window.addEventListener('resize', follow);
    return () => {
      cancelAnimationFrame(asked);
      document.removeEventListener('scroll', follow, options);
      window.removeEventListener('resize', follow);
    };
  }, [drawn, sample, isHidden]);
  return html`
    <div class="panel text-panel" role="tabpanel" id="panel-text" aria-labelledby="tab-text" hidden=${isHidden}>
      <div class="scrolled" ref=${text} tabindex="0" role="group" aria-label="The context"></div>
      <div class="map-frame" ref=${map}>
        <${ContextMap} ...${{ sample, showsDistractors, current, goToOffset: drawn.goToOffset }} />
        ${!sample.rulerIsExact && sample.ruler.length > 0 && html`<p class="estimate">tokens estimated</p>`}
      </div>
    </div>
  `;
}
