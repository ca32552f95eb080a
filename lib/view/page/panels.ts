import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SampleView } from '../api.js';
import { partsOf } from './blocks.js';
import { placeOf } from './path.js';
import { counted, percentOf } from './wording.js';

type Node = VNode | VNode[];

/** Characters of a text that one element has: what is out of sight is not laid out. */
const PART = 16_384;

/** A text as it stands, however long. */
export function LongText({ text }: { text: string }): Node {
  return html`<div class="long-text" dir="auto">${partsOf(text, PART).map(part => html`<div>${part}</div>`)}</div>`;
}

/** The prompt exactly as a model gets it. */
export function Prompt({ sample }: { sample: SampleView }): Node {
  return html`${sample.messages.map(
    ({ role, text }) => html`
    <section class="message" aria-label=${`Message of the ${role}`}>
      <h2>${role} <small>${counted(text.length, 'character')}</small></h2>
      <${LongText} text=${text} />
    </section>
  `,
  )}`;
}

/** What the independent solver did, step by step. */
export function Walk({ sample, go }: { sample: SampleView; go: (pair: number) => void }): Node {
  if (sample.walk.length === 0) {
    return html`<p class="nothing">There is no chain to walk in this sample.</p>`;
  }
  const last = sample.walk.at(-1)!;
  const arrives = last.value.trim() === sample.question.trim();
  return html`
    <ol class="walk">
      ${sample.walk.map(({ key, value, pair, note }, step) => {
        const found = sample.pairs[pair];
        return html`
          <li>
            <p>
              Looks for <code>${key}</code>${
                found &&
                `, which stands at ${percentOf(found.start, sample.context.length)} % ${placeOf(sample, found.start)}`
              }.
            </p>
            <p>It leads to <bdi class="value">${value}</bdi>.</p>
            ${note && html`<p class="note">${note}</p>`}
            ${found && html`<button type="button" onClick=${() => go(pair)}>Show step ${step + 1} in the text</button>`}
          </li>
        `;
      })}
    </ol>
    <p class=${arrives ? 'verdict right' : 'verdict'}>
      ${arrives ? `That is the question. It was found in ${counted(sample.walk.length, 'step')}.` : 'Here the walk ends.'}
    </p>
  `;
}

/** What models said, and how it was judged. */
export function Rollouts({ sample }: { sample: SampleView }): Node {
  return html`
    <p class="accepted">Accepted: ${sample.answers.map((answer, index) => html`${index > 0 && ' · '}<bdi>${answer}</bdi>`)}</p>
    ${sample.rollouts.map(
      (rollout, index) => html`
      <section class=${rollout.isRight ? 'rollout right' : 'rollout wrong'} aria-label=${`Rollout ${index + 1}`}>
        <h2>
          <span aria-hidden="true">${rollout.isRight ? '✓' : '✗'}</span>
          ${' '}Rollout ${index + 1}: ${rollout.isRight ? 'right' : 'wrong'}
        </h2>
        <dl>
          <dt>Extracted</dt>
          <dd>${rollout.extracted === '' ? html`<em>nothing</em>` : html`<bdi>${rollout.extracted}</bdi>`}</dd>
          <dt>Why</dt>
          <dd>${rollout.why} <small>(rule ${rollout.rule}${rollout.f1 === undefined ? '' : `, F1 ${rollout.f1.toFixed(2)}`})</small></dd>
        </dl>
        <${LongText} text=${rollout.text} />
        ${rollout.isCut && html`<p class="note">The text was cut here.</p>`}
      </section>
    `,
    )}
  `;
}

/** What `verify` has against the sample. */
export function Findings({ sample }: { sample: SampleView }): Node {
  if (sample.findings.length === 0) {
    return html`<p class="nothing">The line holds what it promises: the independent check found nothing.</p>`;
  }
  return html`
    <ul class="findings">
      ${sample.findings.map(({ check, message }) => html`<li><code>${check}</code> <bdi>${message}</bdi></li>`)}
    </ul>
  `;
}

/** What the sample says of itself. */
export function Facts({ sample }: { sample: SampleView }): Node {
  const facts: [string, string][] = [['id', sample.row.id], ...sample.facts];
  return html`
    <dl class="facts">
      ${facts.map(([label, value]) => html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`)}
    </dl>
  `;
}
