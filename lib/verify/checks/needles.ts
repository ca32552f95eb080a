import type { NeedleClaims, View } from '../view/view.js';

/** What values of each kind look like. */
const WORDS = '[a-z]+-[a-z]+';
const NUMBER = '[1-9]\\d{6}';
const UUID = '[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}';
const KINDS: Readonly<Record<string, RegExp>> = {
  words: new RegExp(`^${WORDS}$`),
  numbers: new RegExp(`^${NUMBER}$`),
  uuid: new RegExp(`^${UUID}$`),
  mixed: new RegExp(`^(?:${WORDS}|${NUMBER}|${UUID})$`),
};

/**
 * Every value is told once, of its key, and stands nowhere else; the question asks for as many keys as
 * it should, and the answers are all their values. Read from the context, not from what is said of it.
 */
export function checkNeedles(view: View): string[] {
  const { needles } = view;
  if (!needles) return [];
  return [
    ...numbers(view, needles),
    ...elsewhere(view),
    ...question(view, needles),
    ...looks(view, needles),
    ...setOff(view),
    ...supporting(view),
    ...listed(view, needles),
  ];
}

// --- internal ---

/** `meta.needles` are those of the context, in its order, where it says; the first that is not is told. */
function listed({ context, marks }: View, { all }: NeedleClaims): string[] {
  if (marks.length !== all.length) {
    return [`the context tells ${marks.length} values, meta.needles has ${all.length}`];
  }
  let from = 0;
  let characters = 0;
  for (const [i, { start, pair }] of marks.entries()) {
    characters += [...context.slice(from, start)].length;
    from = start;
    const { key, value, at } = all[i]!;
    const here = `${pair!.join(': ')} at ${characters}`;
    const said = `${key}: ${value} at ${at}`;
    if (here !== said) return [`meta.needles[${i}] is ${said}, the context has ${here}`];
  }
  return [];
}

/** As many keys, and values of each, as the sample says. */
function numbers({ marks }: View, { keys, values, queries, asked }: NeedleClaims): string[] {
  const byKey = new Map<string, number>();
  const seen = new Set<string>();
  const findings: string[] = [];
  for (const { pair } of marks) {
    const [key, value] = pair!;
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
    if (seen.size === seen.add(value).size) findings.push(`the value ${value} is told twice`);
  }
  if (byKey.size !== keys) findings.push(`${byKey.size} keys have a value, not ${keys}`);
  for (const [key, count] of byKey) {
    if (count !== values) findings.push(`the key ${key} has ${count} values, not ${values}`);
  }
  if (asked.length !== queries) findings.push(`${asked.length} keys are asked for, not ${queries}`);
  return findings;
}

/** Neither keys nor values stand in anything but their needles, in any case. */
function elsewhere({ bare, marks }: View): string[] {
  const texts = new Set(marks.flatMap(({ pair }) => pair!));
  const rest = bare.toLowerCase();
  return [...texts]
    .filter(text => rest.includes(text.toLowerCase()))
    .map(text => `${text} stands in the context outside its needle, too`);
}

/** The question names the keys that are asked for and no others; the answers are all their values. */
function question({ sample, marks }: View, { asked }: NeedleClaims): string[] {
  const { input, answers } = sample;
  const keys = new Set(marks.map(({ pair }) => pair![0]));
  const findings = asked
    .filter(key => !keys.has(key))
    .map(key => `${key} is asked for, and has no value`);
  for (const key of new Set([...keys, ...asked])) {
    const times = input.split(key).length - 1;
    const wanted = asked.filter(each => each === key).length;
    if (wanted > 1) findings.push(`${key} is asked for twice`);
    else if (times !== wanted) findings.push(`input names ${key} ${times} times, not ${wanted}`);
  }
  const values = marks.filter(({ pair }) => asked.includes(pair![0])).map(({ pair }) => pair![1]);
  if ([...values].sort().join('\n') !== [...answers].sort().join('\n')) {
    findings.push('answers are not all values of the keys that are asked for');
  }
  return findings;
}

function looks({ marks }: View, { kind }: NeedleClaims): string[] {
  const pattern = KINDS[kind];
  if (!pattern) return [`meta.value_kind is ${kind}, which is none of ${Object.keys(KINDS)}`];
  return marks
    .map(({ pair }) => pair![1])
    .filter(value => !pattern.test(value))
    .map(value => `the value ${value} is none of the kind ${kind}`);
}

function setOff({ context, marks }: View): string[] {
  const isBlank = (at: number): boolean => [' ', '\n'].includes(context.charAt(at));
  return marks
    .filter(({ start, end }) => !isBlank(start - 1) || !isBlank(end))
    .map(({ pair }) => `no blank or line feed on both sides of the needle of ${pair![0]}`);
}

/** What is asked for stands in needles alone. */
function supporting({ sample }: View): string[] {
  return sample.meta.passages
    .filter(passage => passage.supporting)
    .map(({ id }) => `passage ${id} supports the answer, which needles alone do`);
}
