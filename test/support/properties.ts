import fc from 'fast-check';

/**
 * Loaded before each test file: properties draw the same values in every run, so that whether the
 * tests pass says something of the code alone. `KEYCHAIN_SEED=7 npm test` draws others.
 */
fc.configureGlobal({ seed: Number(process.env.KEYCHAIN_SEED ?? 251019363) | 0 });
