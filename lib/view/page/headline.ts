import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SampleView } from '../api.js';
import { linkTo } from './address.js';
import { askLine } from './requests.js';
import { counted, grouped } from './wording.js';

type Node = VNode | VNode[];

interface HeadlineProps {
  sample: SampleView;
  turn: (by: 1 | -1) => void;
}

/** The question and its answers, the sample's size, and what can be done with it. */
export function Headline({ sample, turn }: HeadlineProps): Node {
  const { row, question, answers } = sample;
  return html`
    <header class="headline">
      <div class="above">
        <p class="id"><span class="dataset">${row.dataset || row.kind}</span> <bdi>${row.id}</bdi></p>
        <div class="actions">
          <${Copy} name="Copy JSON" what=${() => askLine(row.file, row.row)} />
          <${Copy} name="Copy link" what=${() => new URL(linkTo(row), location.href).href} />
          <button type="button" onClick=${() => turn(-1)} aria-label="Previous sample" title="Previous sample (k)">↑</button>
          <button type="button" onClick=${() => turn(1)} aria-label="Next sample" title="Next sample (j)">↓</button>
        </div>
      </div>
      <h1 id="question" dir="auto">${question || '(no question)'}</h1>
      <p class="answers">
        <span class="label">${answers.length > 1 ? 'Answers' : 'Answer'}</span>
        ${' '}${answers.length === 0 ? html`<em>none stored</em>` : answers.map((answer, index) => html`${index > 0 && ' · '}<bdi>${answer}</bdi>`)}
      </p>
      <${Size} sample=${sample} />
    </header>
  `;
}

/** Tokens of the budget, and what they are spent on. */
function Size({ sample }: { sample: SampleView }): Node {
  const { row, passages, chains } = sample;
  const supporting = passages.filter(each => each.supporting).length;
  const parts = [
    passages.length > 0 && counted(passages.length, 'passage'),
    supporting > 0 && `${grouped(supporting)} supporting`,
    chains.length > 0 && `${counted(chains.length, 'chain')} of ${counted(row.hops, 'hop')}`,
    sample.needles && counted(sample.needles.length, 'needle'),
  ].filter(Boolean);
  return html`
    <p class="size">
      ${row.maxSeqLength > 0 && html`<meter aria-label="Budget used" min="0" max=${row.maxSeqLength} value=${row.tokens}></meter>`}
      <span>
        ${row.tokens > 0 && html`<b>${grouped(row.tokens)}</b>${row.maxSeqLength > 0 && ` of ${grouped(row.maxSeqLength)}`} tokens`}
        ${parts.map(part => html`<span class="part">${part}</span>`)}
      </span>
    </p>
  `;
}

interface CopyProps {
  name: string;
  what: () => string | Promise<string>;
}

/** A button that says whether it has copied. */
function Copy({ name, what }: CopyProps): Node {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await what());
      setSaid('Copied');
    } catch {
      setSaid('Not copied');
    }
  };
  return html`<button type="button" onClick=${copy} aria-live="polite">${said || name}</button>`;
}
