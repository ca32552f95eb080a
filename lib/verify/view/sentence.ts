/** Sentence-ending punctuation, with closing quotes, brackets and footnote marks behind it. */
const ENDING = /[.!?…。！？]["'”’»)\]}]*(?:\[\d+\])*$/u;
/** Dotted letters: `J.`, `U.S.`, `a.m.`, `J.-P.`, `Ph.D.`, `B.Sc.` */
const DOTTED = /^(?:(?:-?\p{L}\.)+|(?:\p{Lu}\p{L}{0,2}\.){2,})$/u;

/** Abbreviations only where written so; the words in lower case may end a sentence. */
const TITLES = new Set(
  `Dr Mr Mrs Ms Messrs Mme Mlle Prof Rev Fr Sr Jr St Ste Mt Ft Gen Col Maj Capt Cmdr Lt Sgt Cpl
  Gov Sen Rep Hon Pres Co Corp Inc Ltd Bros Dept Univ Ave Blvd`.split(/\s+/),
);
const ANY_CASE = new Set('vs cf ca al vol vols pp eds approx viz'.split(' '));
const BEFORE_NUMBER = new Set(
  'no nos p ch fig figs op art sec ed jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '),
);

/** How much of the text before a place is looked at, in UTF-16 units. */
const WINDOW = 60;

/**
 * The abbreviation before the blank at `offset`, if there is one. A closing quote or bracket behind
 * an abbreviation ends it.
 */
export function abbreviationBefore(text: string, offset: number): string | undefined {
  const left = text.slice(Math.max(0, offset - WINDOW), offset).trimEnd();
  const word = left.slice(left.search(/\S+$/)).replace(/^["'“‘«([{]+/u, '');
  if (!word.endsWith('.')) return undefined;
  const stem = word.slice(0, -1);
  const numbered = /^\s*[#(]?(?:\d|[IVXLC]{2,}\b)/.test(text.slice(offset, offset + WINDOW));
  const known =
    DOTTED.test(word) ||
    TITLES.has(stem) ||
    ANY_CASE.has(stem.toLowerCase()) ||
    (numbered && BEFORE_NUMBER.has(stem.toLowerCase()));
  return known ? word : undefined;
}

/**
 * Says why the blank at `offset` is not between two sentences; undefined if it is. This rule serves
 * where the dataset has no sentences of its own.
 */
export function notBetweenSentences(text: string, offset: number): string | undefined {
  const left = text.slice(Math.max(0, offset - WINDOW), offset).trimEnd();
  const right = text.slice(offset, offset + WINDOW).trimStart();
  if (!ENDING.test(left)) return 'inside a sentence';
  const abbreviation = abbreviationBefore(text, offset);
  if (abbreviation !== undefined) return `behind the abbreviation ${abbreviation}`;
  if (/(?:^|\s)\d+\.$/.test(left) && /^\d/.test(right)) return 'inside a number';
  if (/^["'“‘«([]*\p{Ll}/u.test(right)) return 'inside a sentence (the next word is in lower case)';
  return undefined;
}
