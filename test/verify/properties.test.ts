import test from 'ava';
import fc from 'fast-check';
import { checkSample } from '../../lib/verify/check-sample.js';
import {
  CHAINS,
  chainSample,
  corpusOf,
  PASSAGES,
  PLACES,
  recount,
  render,
  renderPair,
  sources,
} from './sample-builder.js';

const CONTEXT = chainSample().distractor_context!;
const REGIONS = CHAINS.flat().map(pair => {
  const text = renderPair(pair);
  return { start: CONTEXT.indexOf(text), length: text.length };
});
const printable = fc.integer({ min: 32, max: 126 }).map(code => String.fromCharCode(code));

test('any other character in a pair is found', t => {
  const place = fc.constantFrom(...REGIONS).chain(({ start, length }) => {
    return fc.integer({ min: start, max: start + length - 1 });
  });
  fc.assert(
    fc.property(place, printable, (at, character) => {
      fc.pre(CONTEXT[at] !== character);
      const sample = chainSample();
      sample.distractor_context = CONTEXT.slice(0, at) + character + CONTEXT.slice(at + 1);
      t.true(checkSample(recount(sample), sources).some(({ check }) => check === 'pairs'));
    }),
    { numRuns: 1000 },
  );
});

test('any other character in the head is found', t => {
  fc.assert(
    fc.property(fc.nat(35), printable, (at, character) => {
      const sample = chainSample();
      const head = sample.chain_head_with_question!;
      fc.pre(head[at] !== character);
      sample.chain_head_with_question = head.slice(0, at) + character + head.slice(at + 1);
      t.true(checkSample(recount(sample), sources).some(({ check }) => check === 'chain'));
    }),
  );
});

test('pairs pass wherever they may stand, with the texts and without', t => {
  const places = fc.array(fc.constantFrom(...PLACES), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(places, chosen => {
      const sample = chainSample({ places: chosen });
      t.deepEqual(checkSample(sample, sources), []);
      t.deepEqual(checkSample(sample, { corpus: corpusOf(PASSAGES, false) }), []);
      t.deepEqual(checkSample(sample, {}), []);
    }),
  );
});

/** The blanks of the bare context at which a pair may stand. */
const BARE = render(PASSAGES);
const ALLOWED = new Set(
  PLACES.flatMap(place => {
    const marked = render(PASSAGES, [['k', 'v']], [place]);
    const at = marked.indexOf(' {"k"');
    return BARE.startsWith('\n\n', at) ? [at, at + 1, at + 2] : [at, at + 1];
  }),
);

test('a pair anywhere else is found', t => {
  const pair = CHAINS.flat()[0]!;
  const places = PLACES.slice(1, 9);
  fc.assert(
    fc.property(fc.nat(BARE.length), at => {
      const sample = chainSample();
      const rest = render(PASSAGES, CHAINS.flat().slice(1), places);
      // The place in the bare context as a place in the one with the other pairs.
      let bare = 0;
      let full = 0;
      for (const piece of rest.split(/( \{".*?"\}\.)/)) {
        if (piece.startsWith(' {"')) full += piece.length;
        else if (at <= bare + piece.length) break;
        else {
          bare += piece.length;
          full += piece.length;
        }
      }
      full += at - bare;
      const context = `${rest.slice(0, full)} ${renderPair(pair)} ${rest.slice(full)}`;
      sample.distractor_context = context;
      const checks = checkSample(recount(sample), sources).map(({ check }) => check);
      t.is(checks.includes('insertion'), !ALLOWED.has(at), `${at}: ${BARE.slice(at - 9, at + 9)}`);
    }),
    { numRuns: 500 },
  );
});
