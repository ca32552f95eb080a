import { basename, dirname, join, resolve } from 'node:path';
import { KeychainError } from '../../errors.js';
import type { MakingSettings } from '../dataset.js';
import { datasetName, textsName } from './names.js';

/** Where what is made of one input goes. */
export interface DatasetPlace {
  /** As it was named; `-` for standard input. */
  file: string;
  /** The datasets that are read: that one or, for needles, any number. */
  files: readonly string[];
  /** For progress and folders. */
  name: string;
  /** Where its outputs go. */
  folder: string;
  /** Where its corpus goes; missing for the user cache. */
  corpusDir: string | undefined;
}

/**
 * The places of a run's inputs, one folder each; those of needles have one together. Downloads are often called `train` or `dev`, and
 * their folder names the dataset: inputs of one name are told apart by it (`hotpotqa/train.json`
 * and `musique/train.jsonl` go to `hotpotqa-train` and `musique-train`).
 *
 * @throws KeychainError USAGE where that does not help, so that no input writes over what another
 *   one has written
 */
export function placesOf(settings: MakingSettings): DatasetPlace[] {
  const { dataset: files = [], saveDir, saveName, corpus, out } = settings;
  if (settings.keys !== undefined) return [placeOfNeedles(settings)];
  const [only] = files;
  if (only === undefined) {
    throw new KeychainError('USAGE', 'name a dataset file, or - for standard input');
  }
  if (files.length === 1) {
    const name = datasetName(only);
    const folder = join(saveDir, saveName ?? name);
    return [{ file: only, files, name, folder, corpusDir: corpus }];
  }
  const places = toldApart(files).map(({ file, name }) => ({
    file,
    files: [file],
    name,
    folder: join(saveDir, saveName ?? '', name),
    corpusDir: corpus === undefined ? undefined : join(corpus, name),
  }));
  // On one stream the inputs share no folder.
  if (out !== '-' || corpus !== undefined) refuseShared(places);
  return places;
}

/** Needles are hidden in the passages of all datasets and texts together. */
function placeOfNeedles({
  dataset: files = [],
  fillers = [],
  saveDir,
  saveName,
  corpus,
}: MakingSettings): DatasetPlace {
  const all = [...files, ...fillers];
  if (all.length === 0) {
    throw new KeychainError(
      'USAGE',
      'name what needles are hidden in: texts with --fillers, or a dataset whose passages are taken',
    );
  }
  const name = files.length > 0 ? datasetName(files[0]!) : textsName(fillers[0]!);
  const folder = join(saveDir, saveName ?? name);
  return { file: all.join(', '), files, name, folder, corpusDir: corpus };
}

interface Named {
  file: string;
  name: string;
}

function toldApart(files: readonly string[]): Named[] {
  const named = files.map(file => ({ file, name: datasetName(file) }));
  const counts = new Map<string, number>();
  for (const { name } of named) counts.set(onDisk(name), (counts.get(onDisk(name)) ?? 0) + 1);
  return named.map(({ file, name }) =>
    counts.get(onDisk(name)) === 1 ? { file, name } : { file, name: withParent(file, name) },
  );
}

function withParent(file: string, name: string): string {
  if (file === '-') return name;
  const parent = basename(dirname(resolve(file)));
  return parent === '' ? name : `${parent}-${name}`;
}

function refuseShared(places: readonly DatasetPlace[]): void {
  const firsts = new Map<string, string>();
  for (const { file, name, folder } of places) {
    const first = firsts.get(onDisk(name));
    if (first !== undefined) {
      throw new KeychainError(
        'USAGE',
        `${first} and ${file} would both write to ${folder}; run them one by one with another --save-name, or rename one`,
      );
    }
    firsts.set(onDisk(name), file);
  }
}

/** A name as the least exact of file systems compares it: any case, letters composed or not. */
const onDisk = (name: string): string => name.normalize('NFC').toLowerCase();
