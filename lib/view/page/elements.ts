/** What an element of the text is made of; every text becomes a text node. */
interface Parts {
  class?: string;
  text?: string;
  attributes?: Readonly<Record<string, string>>;
  children?: readonly (Node | string)[];
  onClick?: () => void;
}

/** Makes one element. For the text of samples alone, which is too long to be compared at each change. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { class: names, text, attributes = {}, children = [], onClick }: Parts = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (names) made.className = names;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  if (onClick) made.addEventListener('click', onClick);
  return made;
}
