import { KeychainError } from '../../errors.js';
import { SINKS } from '../../output/sinks.js';
import { type Kind, ValueError } from '../../values/kind.js';
import { flag, list, name } from '../../values/kinds.js';
import { STDOUT, type Target } from '../target.js';

/** A repository, by whom and by its name, as the Hub allows them. */
const repository: Kind<string> = {
  ...name('OWNER/NAME'),
  read: given => {
    if (/^(?!.*(--|\.\.))\w([\w.-]{0,94}\w)?\/\w([\w.-]{0,94}\w)?$/.test(given)) return given;
    throw new ValueError('must be OWNER/NAME, in letters, digits, -, _ and .');
  },
};

const parameters = {
  push: {
    kind: repository,
    help: 'of hub: the dataset that it is pushed to, which is made if it is not there; HF_TOKEN and HF_ENDPOINT say by whom and where',
  },
  public: {
    kind: flag,
    help: 'of hub: everybody may see what is pushed; otherwise it is private',
    default: false,
  },
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
  promptCounts: 'held',
  takesFormat: true,
  open: async (place, { push, public: isPublic = false, prettyName, license, language }) => {
    const { out, inputs, run, publicly, format = 'parquet' } = place;
    if (out === STDOUT || /\.(jsonl?|gz|zst|parquet)$/.test(out)) {
      throw new KeychainError('USAGE', '--to hub writes a folder; name one with --out DIR');
    }
    // Loaded for this target alone: every command has the registry.
    const { hubWriter } = await import('../hub/hub-writer.js');
    const { openPublisher } = await import('../hub/push/publisher.js');
    if (isPublic && push === undefined) throw unpushed();
    const publisher =
      push === undefined
        ? undefined
        : await openPublisher({ repo: push, isPublic, reporter: run.reporter });
    return hubWriter({
      out,
      inputs,
      run,
      publicly,
      ending: SINKS[format].ending,
      prettyName,
      license,
      language,
      repo: push,
      publisher,
    });
  },
};

const unpushed = (): KeychainError =>
  new KeychainError(
    'USAGE',
    '--public says who sees what --push OWNER/NAME pushes; name that, too',
  );
