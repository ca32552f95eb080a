import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Manifest } from '../../../lib/assemble/outputs/manifest.js';
import { isTexts } from '../../../lib/corpus/store/info.js';
import { KeychainError } from '../../../lib/errors.js';
import { inputName } from '../../../lib/input/input-place.js';
import { sampleFiles } from '../../../lib/output/sample-files.js';
import type { Reporter } from '../../../lib/reporter.js';
import type { Finder } from '../../../lib/rerun/find-files.js';
import { excludedFiles } from '../../../lib/select/exclude/files.js';
import { readConfig } from '../../../lib/settings/config/read-config.js';
import { type Given, type Rows, spellings, type Values } from '../../../lib/settings/given.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { hyphenated } from '../../../lib/settings/setting.js';
import type { SettingName } from '../../../lib/settings/table.js';
import type { GivenTo } from '../../../lib/settings/values.js';
import { TOKENIZERS } from '../../../lib/tokenize/registry.js';
import type { TokenizerKind } from '../../../lib/tokenize/tokenizer-kind.js';
import type { Kind } from '../../../lib/values/kind.js';
import { readArguments } from '../arguments.js';

/** Say where a run goes and what it tells, not what it makes. */
const ELSEWHERE = [
  ...['out', 'rejects', 'saveDir', 'dryRun', 'json', 'quiet', 'debug', 'onReject', 'allowRejects'],
  ...['shard', 'shards'],
] as readonly SettingName[];

/**
 * The settings with which a manifest's file is made again: those of its command line (or, for a run
 * in code, of its plan), at its one length, with its files where they are now.
 *
 * @param over what is given beside the manifest, and wins
 * @throws KeychainError INPUT_MISSING, USAGE
 */
export async function settingsAgain(
  manifest: Manifest,
  over: Given,
  finder: Finder,
  reporter: Reporter,
): Promise<Given> {
  const { plan } = manifest;
  const said: Values = manifest.command_line ? await fromCommandLine(manifest) : fromPlan(manifest);
  const before: Values = { ...(await fetchedAgain(manifest, said, reporter)) };
  for (const name of ELSEWHERE) delete before[name];
  // Which shard it was, the environment may have said.
  if (manifest.shard) before.shard = manifest.shard;
  // Each format has levels of its own.
  if (over.format !== undefined) delete before.compressionLevel;
  for (const [name, { kind }] of settingsOf(plan.command)) {
    // What was secret is not in the manifest.
    if (kind.hide) delete before[name];
    // What stood in a file then is in the plan itself.
    const planned = plan.settings[hyphenated(name)];
    if (kind.load && planned !== undefined) before[name] = literal(plain(kind, planned));
  }
  const { dataset = [], corpus } = before as Given;
  // Each of several datasets had a corpus of its own below the one that is named.
  if (corpus !== undefined && (dataset.length > 1 || !existsSync(corpus))) delete before.corpus;
  const length = plan.settings['max-seq-length'];
  for (const name of ['exclude', 'decontaminate'] as const) {
    if (before[name] !== undefined)
      before[name] = await filesOf(before[name] as string[], LISTS[name]);
  }
  const wanted = {
    ...before,
    maxSeqLength: length === undefined ? undefined : [length].flat(),
    eachLengthItsOwn: plan.settings['each-length-its-own'],
  };
  const found = await located(manifest, { ...wanted, ...over }, dataset, finder);
  return { ...found, ...over } as Given;
}

/** Settings that take folders, and how their files are found. */
const LISTS = { exclude: excludedFiles, decontaminate: sampleFiles };

/** The files that were named one by one or by their folder, as far as they are there. */
const filesOf = (
  paths: readonly string[],
  find: (paths: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> => find(paths).catch(() => paths);

/** What was named on the Hub; where it is no more, the same may be found by its SHA-256 all the same. */
async function fetchedAgain(
  { plan }: Manifest,
  values: Values,
  reporter: Reporter,
): Promise<Values> {
  const { fetchNamed } = await import('../../../lib/download/named.js');
  try {
    return await fetchNamed(plan.command, values as GivenTo<typeof plan.command>, reporter);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    reporter.warn(error.message);
    return values;
  }
}

async function fromCommandLine({ plan, command_line = [] }: Manifest): Promise<Values> {
  const { given, words } = readArguments(command_line.slice(1), settingsOf(plan.command));
  const { config, ...values } = given;
  const configured =
    config === undefined ? {} : (await readConfig(config as string, plan.command)).given;
  const dataset = [...words, ...((given.dataset as string[] | undefined) ?? [])];
  return { ...configured, ...values, ...(dataset.length > 0 && { dataset }) };
}

function fromPlan({ plan, tokenizer }: Manifest): Values {
  const rows: Rows = settingsOf(plan.command);
  const names = spellings(rows);
  const settings = Object.entries(plan.settings).flatMap(([spelled, value]) => {
    const name = names.get(spelled);
    return name === undefined ? [] : [[name, plain(rows.get(name)!.kind, value)] as const];
  });
  return {
    ...Object.fromEntries(settings),
    tokenizerType: tokenizer.type,
    tokenizerPath: tokenizer.name,
  };
}

/** A text that is not to be taken for the name of a file. */
const literal = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith('@') ? `@${value}` : value;

/** A plan writes what is neither number, list nor text as an option does. */
function plain(kind: Kind<unknown>, value: unknown): unknown {
  if (typeof value !== 'string' || kind.isFile) return value;
  const read = kind.read(value);
  return typeof read === 'string' ? value : read;
}

/** Puts the files where they are now; what is given over the manifest is not looked for. */
async function located(
  manifest: Manifest,
  values: Values,
  were: readonly string[],
  finder: Finder,
): Promise<Values> {
  const { plan, inputs, files, tokenizer } = manifest;
  const found: Values = { ...values };
  const inputsNow = (what: string, wanted: Manifest['inputs'], places: readonly string[]) =>
    Promise.all(
      wanted.map(({ name, member, sha256, titled_by: titledBy }) => {
        // Several may have had the name.
        const paths = places.filter(each => inputName(each) === name);
        const must = { ...(member && { member }), ...(titledBy && { titledBy }) };
        return finder.find({ what, name, sha256, paths, ...must });
      }),
    );
  const datasets = inputs.filter(input => !isTexts(input));
  found.dataset = await inputsNow('dataset', datasets, were);
  const texts = inputs.filter(isTexts);
  if (texts.length > 0) {
    const before = (values.fillers ?? []) as string[];
    found.fillers = await inputsNow('--fillers', texts, before);
  }
  for (const [setting, { kind }] of settingsOf(plan.command)) {
    const named = files.filter(file => file.setting === setting);
    if (!kind.isFile) continue;
    // The plan has the digest of the tokenizer's own template.
    if (named.length === 0 && found[setting] && kind.words?.includes('auto'))
      found[setting] = 'auto';
    if (named.length === 0) continue;
    const paths = [values[setting] ?? []].flat() as string[];
    const located = await Promise.all(
      named.map(({ name, sha256 }) => {
        const named = paths.filter(each => basename(each) === name);
        return finder.find({ what: `--${hyphenated(setting)}`, name, sha256, paths: named });
      }),
    );
    found[setting] = kind.isRepeated ? located : located[0];
  }
  const inFolder = fileOf(tokenizer.type);
  if (inFolder !== undefined) {
    found.tokenizerPath = await finder.find({
      what: 'tokenizer',
      inFolder,
      name: tokenizer.name,
      sha256: tokenizer.sha256,
      paths: [values.tokenizerPath ?? []].flat() as string[],
    });
  }
  return found;
}

/** What a tokenizer's file is called in its folder; undefined where a tokenizer is no file. */
function fileOf(type: string): string | undefined {
  const kinds: Readonly<Record<string, TokenizerKind>> = TOKENIZERS;
  return Object.hasOwn(kinds, type) ? kinds[type]!.path.file : undefined;
}

/** @throws KeychainError USAGE where what is given beside a manifest makes more than one file */
export function refuseMany({ maxSeqLength = [] }: Given): void {
  if (maxSeqLength.length <= 1) return;
  throw new KeychainError('USAGE', 'a manifest is of one file: name one --max-seq-length');
}
