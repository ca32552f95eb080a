import { KeychainError } from '../../errors.js';
import { SINKS } from '../../output/sinks.js';
import { list, name } from '../../values/kinds.js';
import { STDOUT, type Target } from '../target.js';

const parameters = {
  prettyName: {
    kind: name('TEXT'),
    help: "of hub: the dataset's name for people; otherwise the folder's",
  },
  license: {
    kind: list(name('LICENSE')),
    help: 'of hub: its licenses, by the words of the Hub such as cc-by-4.0; otherwise those of the datasets that it was made of',
  },
  language: {
    kind: list(name('LANGUAGE')),
    help: 'of hub: its languages, by their codes such as en; otherwise those of the datasets that it was made of',
  },
} as const;

/** A folder as the Hub of Hugging Face has datasets: a card, data by length and split, figures. */
export const hub: Target<typeof parameters> = {
  help: 'a dataset for the Hugging Face Hub: a folder with a card, data by length, plots and manifests',
  parameters,
  open: async (place, { prettyName, license, language }) => {
    const { out, inputs, run, format = 'parquet' } = place;
    if (out === STDOUT || /\.(jsonl?|gz|zst|parquet)$/.test(out)) {
      throw new KeychainError('USAGE', '--to hub writes a folder; name one with --out DIR');
    }
    // Loaded for this target alone: every command has the registry.
    const { hubWriter } = await import('../hub/hub-writer.js');
    return hubWriter({
      out,
      inputs,
      run,
      ending: SINKS[format].ending,
      prettyName,
      license,
      language,
    });
  },
};
