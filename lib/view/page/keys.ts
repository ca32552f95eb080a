import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type Node = VNode | VNode[];

/** What keys do, in the order in which they are told. */
export const KEYS: readonly [key: string, does: string][] = [
  ['j', 'the next sample'],
  ['k', 'the sample before'],
  ['n', 'the next step of the true chain'],
  ['p', 'the step before'],
  ['d', 'distractor chains, or none'],
  ['/', 'find a text'],
  ['?', 'these keys'],
  ['Esc', 'close, or leave a field'],
];

/** Hands the keys on that are pressed outside of fields, and with nothing held. */
export function useKeys(press: (key: string) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const isField = target.matches('input:not([type="checkbox"]), select, textarea');
      if (isField && event.key === 'Escape') target.blur();
      else if (!isField && latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** The keys, in a window of their own. */
export function KeyHelp({ close }: { close: () => void }): Node {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return html`
    <dialog ref=${dialog} onClose=${close} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl class="keys">
        ${KEYS.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}
      </dl>
      <form method="dialog"><button>Close</button></form>
    </dialog>
  `;
}
