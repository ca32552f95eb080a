import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SampleView } from '../api.js';

type Node = VNode | VNode[];

export type Tab = 'text' | 'walk' | 'prompt' | 'rollouts' | 'findings' | 'facts';

/** The views of a sample that have something to show, with their names. */
export function tabsOf(sample: SampleView): [Tab, string][] {
  const { walk, rollouts, findings } = sample;
  const right = rollouts.filter(({ isRight }) => isRight).length;
  return [
    ['text', 'Text'],
    ...(walk.length > 0 ? ([['walk', 'Solver']] as [Tab, string][]) : []),
    ['prompt', 'Prompt'],
    ...(rollouts.length > 0
      ? ([['rollouts', `Rollouts ${right}/${rollouts.length}`]] as [Tab, string][])
      : []),
    ['findings', findings.length === 0 ? 'Check ✓' : `Check: ${findings.length}`],
    ['facts', 'Facts'],
  ];
}

interface TabsProps {
  tabs: [Tab, string][];
  chosen: Tab;
  choose: (tab: Tab) => void;
}

/** A row of tabs; arrows go from one to the next. */
export function Tabs({ tabs, chosen, choose }: TabsProps): Node {
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(([tab]) => tab === chosen);
    const [next] = tabs[(at + by + tabs.length) % tabs.length]!;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return html`
    <div class="tabs" role="tablist" aria-label="Views of the sample" onKeyDown=${move}>
      ${tabs.map(
        ([tab, name]) => html`
        <button
          type="button"
          role="tab"
          id=${`tab-${tab}`}
          aria-selected=${String(tab === chosen)}
          aria-controls=${`panel-${tab}`}
          tabindex=${tab === chosen ? 0 : -1}
          onClick=${() => choose(tab)}
        >${name}</button>
      `,
      )}
    </div>
  `;
}
