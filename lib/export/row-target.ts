import { RecordError } from '../errors.js';
import type { RowFile } from './files/row-file.js';
import { formOf, type RowForm, type RowForms } from './row-form.js';
import type { ExportWriter, Split, Target, WrittenFile } from './target.js';

export interface RowTargetParts {
  help: string;
  /** Made anew for each export where they learn of its examples. */
  forms: RowForms | (() => RowForms);
  /** The endings of files that its reader opens, and so their formats; in a folder they have the first. */
  endings: readonly [string, ...string[]];
}

/** A target that writes rows: to one file, or to one a split in a folder. */
export const rowTarget = ({ help, forms, endings }: RowTargetParts): Target => ({
  help,
  endings,
  promptCounts: typeof forms === 'function' || forms.prompt ? 'written' : 'none',
  takesFormat: true,
  open: async place => {
    // Loaded for an export alone: every command has the registry of targets.
    const { openRows, splitPaths } = await import('./files/open.js');
    const paths = splitPaths(place, endings);
    const open = (split: Split, { columns }: RowForm) =>
      openRows(paths[split]!, columns, place.run.stdout);
    return rowWriter(paths, typeof forms === 'function' ? forms() : forms, open);
  },
});

interface OpenFile {
  file: RowFile;
  rows: number;
}

/** Files are opened when their first rows come, which decide on the form; or in the end. */
function rowWriter(
  paths: Partial<Record<Split, string>>,
  forms: RowForms,
  open: (split: Split, form: RowForm) => Promise<RowFile>,
): ExportWriter {
  const files = new Map<Split, OpenFile>();
  let name: keyof RowForms | undefined;

  const fileOf = async (split: Split, form: RowForm): Promise<OpenFile> => {
    const file = files.get(split) ?? { file: await open(split, form), rows: 0 };
    files.set(split, file);
    return file;
  };

  const learns = [forms.prompt, forms.messages].some(form => form?.learn);
  return {
    paths: Object.values(paths),
    ...(learns && { learn: example => forms[formOf(example)]?.learn?.(example) }),
    async write(example, split) {
      const asked = formOf(example);
      const form = forms[asked];
      if (!form) throw unfit(asked);
      name ??= asked;
      if (asked !== name) throw mixed(asked);
      const to = await fileOf(split, form);
      await to.file.write(form.row(example, { split, index: to.rows }));
      to.rows++;
    },
    async end() {
      const form = (name ? forms[name] : forms.prompt) ?? forms.messages!;
      for (const split of Object.keys(paths) as Split[]) await fileOf(split, form);
      const written: WrittenFile[] = [];
      for (const { file, rows } of files.values()) {
        await file.end();
        written.push({ path: file.path, rows });
      }
      return written;
    },
    async commit() {
      for (const { file } of files.values()) await file.commit();
    },
    async abandon() {
      for (const { file } of files.values()) await file.abandon();
    },
  };
}

const UNFIT: Readonly<Record<keyof RowForms, string>> = {
  prompt: 'has no answer to learn from; expected messages, as trajectories writes them',
  messages: 'is a trajectory, in which the answer stands already; expected a sample',
};

const unfit = (form: keyof RowForms): RecordError =>
  new RecordError('RECORD_INVALID', `the record ${UNFIT[form]}`);

const mixed = (form: keyof RowForms): RecordError =>
  new RecordError(
    'RECORD_INVALID',
    `the record ${UNFIT[form]}: the first one is of the other kind, and files hold one`,
  );
