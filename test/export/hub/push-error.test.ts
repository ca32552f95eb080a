import test from 'ava';
import { KeychainError } from '../../../lib/errors.js';
import { type PushPlace, pushError } from '../../../lib/export/hub/push/push-error.js';
import { hubEnvironment } from '../../../lib/hub/environment.js';

const TOKEN = 'hf_AbcdefghijklmnopqrstuvwxyZ01234567';

const PLACE: PushPlace = {
  repo: 'ann/data',
  way: 'try again',
  token: { value: TOKEN, source: 'HF_TOKEN' },
  environment: hubEnvironment({ HF_ENDPOINT: 'https://hub.example' }),
};

/** As the library of the Hub throws them, and `fetch`; each says the token where it may be cut. */
const said = (words: string) => `${words}${'x'.repeat(270)} ${TOKEN} ${TOKEN}`;
const ERRORS: Readonly<Record<string, Error>> = {
  'of the library': new Error(said('LFS refused')),
  'with a status': Object.assign(new Error(said('Bad request')), { statusCode: 400 }),
  'with a refusal': Object.assign(new Error(said('Forbidden')), { statusCode: 403 }),
  'of a header': new TypeError(said('"Bearer" is an invalid header value')),
  'of the system': Object.assign(new Error(said('read')), { code: 'EIO' }),
  'of no JSON': new SyntaxError(said('Unexpected token')),
  'of fetch': new TypeError('fetch failed', { cause: new Error(said('cause')) }),
};

for (const [title, error] of Object.entries(ERRORS)) {
  test(`no part of the token is in what is told of an error: ${title}`, t => {
    const shown = pushError(error, PLACE);
    t.true(shown instanceof Error);
    const { message, stack } = shown as Error;
    t.false(`${message}${stack}`.includes(TOKEN.slice(0, 8)), message);
    if (shown instanceof KeychainError) t.notRegex(message, /\n/);
  });
}

test('what says nothing of the token stays as it is', t => {
  const error = new RangeError('a fault of ours');
  t.is(pushError(error, PLACE), error);
});
