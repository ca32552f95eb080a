import { KeychainError, RecordError } from '../../errors.js';
import type { Fields } from '../../records/fields.js';
import { isForeignRow, isForeignSample } from '../../records/foreign.js';
import { CHECK_NAMES, type CheckName, type Finding, type SampleFinding } from '../finding.js';
import { examineForeign } from '../foreign/examine.js';
import { createForeignTally, type ForeignFigures } from '../foreign/figures.js';
import { BROKEN_KINDS } from '../foreign/kinds.js';
import { type Due, type Looked, look, type SampleFigures } from '../look.js';
import type { Recounts } from '../recount/choose.js';
import { type Counted, createCounted, recount } from '../recount/recount.js';
import type { VerifySources } from '../sources.js';
import { logHistogram } from './histogram.js';
import { notChecked } from './not-checked.js';
import { openSeenIds } from './seen-ids.js';
import { createSpread, type SpreadFigures } from './spread.js';
import { createUsage, type UsageFigures } from './usage.js';

/** What verifying a file found out; plain JSON. Lengths are in tokens. */
export interface FileReport {
  file: string;
  /** Nothing was found. */
  ok: boolean;
  samples: number;
  /** Samples of which `meta.warnings` says something. */
  marked: number;
  failed: number;
  /** Samples (or the file: 1) that each check found something in. */
  checks: Record<CheckName, number>;
  /** Ids of failed samples, the first 20. */
  failedIds: string[];
  /** The first 50 findings in samples. */
  findings: SampleFinding[];
  /** Findings that concern the file as a whole. */
  fileFindings: Finding[];
  /** The median is exact to 0.3 %. */
  tokens: { min: number; median: number; max: number } | null;
  budgetUse: UsageFigures | null;
  pairs: (SpreadFigures & { trueChain: SpreadFigures | null }) | null;
  /** By whom the tokens were counted; null without a tokenizer. */
  counted: Counted | null;
  /** Of samples without `meta`, what is broken and what only differs; null where there are none. */
  foreign: ForeignFigures | null;
  /** What could not be checked, and why. */
  notChecked: string[];
}

/** A record of the file that is to be looked at. */
export interface DueRecord extends Due {
  /** In the file, from 1. */
  line: number;
  /** Made by others: looked at where the file is gathered, by what is known of such. */
  isForeign: boolean;
}

/** Gathers a file's report, record by record, in bounded memory. */
export interface Tally {
  /** Says how the next record, which stands on `line` (from 1), is looked at. */
  due(sample: unknown, line: number): DueRecord;
  /**
   * Takes in what was seen, in the order of the records.
   *
   * @param looked - by default the record is looked at here
   * @throws KeychainError if the first sample cannot be judged by the sources at hand
   */
  gather(due: DueRecord, looked?: Looked): SampleFinding[];
  report(): FileReport;
  close(): Promise<void>;
}

const IDS_TOLD = 20;
const FINDINGS_TOLD = 50;

/**
 * Opens the tally of a file; what it holds is given back by `close`.
 *
 * @param recounts - says which samples are counted by the library too
 */
export function createTally(file: string, sources: VerifySources, recounts: Recounts): Tally {
  const isChosen = recounts.ofFile();
  const counted = createCounted(sources.tokenizer);
  const seen = openSeenIds();
  const lengths = logHistogram();
  const usage = createUsage();
  const spread = createSpread();
  const checks = Object.fromEntries(CHECK_NAMES.map(name => [name, 0])) as FileReport['checks'];
  const failedIds: string[] = [];
  const findings: SampleFinding[] = [];
  let samples = 0;
  let marked = 0;
  let failed = 0;
  /** Whether a record was met that is not of others: among samples of ours, one without `meta` has lost it. */
  let isOurs = false;
  /** Whether a sample has been counted again, with the right tokenizer. */
  let known = false;
  const foreign = createForeignTally();

  const lookAtForeign = ({ sample, isChosen, line }: DueRecord): Finding[] => {
    try {
      const record = sample as Fields;
      const { broken, differences, tokens, open, view } = examineForeign(record, sources);
      const id = idOf(sample) ?? view.record.id ?? `line ${line}`;
      const length = tokens ?? view.record.length;
      if (length !== undefined) lengths.add(length);
      foreign.add(
        { broken, open },
        differences.map(finding => ({ file, line, id, ...finding })),
      );
      const text = (): string => view.record.conversation?.at(-1)?.content ?? view.context;
      const recounted = recount(sources.tokenizer, { isChosen, text });
      counted.add(recounted);
      return [
        ...broken.map(({ kind, message }) => ({ check: BROKEN_KINDS[kind].check, message })),
        ...recounted.wrong.map(message => ({ check: 'length' as const, message })),
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return [{ check: 'shape', message: error.message }];
    }
  };

  /** Takes in the figures of a sample; gives what they show beside others. */
  const takeIn = (figures: SampleFigures, line: number): Finding[] => {
    known = true;
    counted.add(figures.recounted);
    lengths.add(figures.length);
    if (figures.use) usage.add(figures.use);
    if (figures.places) spread.add(figures.places);
    if (figures.isMarked) marked++;
    const before = seen.note(figures.id, line);
    if (before === undefined) return [];
    return [{ check: 'shape', message: `the same id stands on line ${before} already` }];
  };

  /** Gives the findings in a sample of ours, and its id where it is known to be one. */
  const takeLooked = (looked: Looked, line: number): { id?: string; found: Finding[] } => {
    if (!('failed' in looked)) {
      const { findings: own, figures } = looked;
      if (!figures) return { found: own };
      return { id: figures.id, found: [...takeIn(figures, line), ...own] };
    }
    const { code, message } = looked.failed;
    // Of the first sample it is to be told at once; among others it is that sample's fault.
    if (!known) throw new KeychainError(code, message);
    return { found: [{ check: 'length', message }] };
  };

  return {
    due(sample, line) {
      const isForeign = isForeignRow(sample) || (!isOurs && isForeignSample(sample));
      isOurs ||= !isForeign;
      const chosen = { id: idOf(sample) ?? `line ${line}`, meta: { seed: seedOf(sample) } };
      return { sample, line, isForeign, isChosen: isChosen(chosen) };
    },

    gather(due, looked) {
      const { sample, line, isForeign } = due;
      const { id = idOf(sample) ?? `line ${line}`, found } = isForeign
        ? { found: lookAtForeign(due) }
        : takeLooked(looked ?? look(due, sources), line);
      samples++;
      const located = found.map(finding => ({ file, line, id, ...finding }));
      for (const name of new Set(found.map(({ check }) => check))) checks[name]++;
      if (located.length > 0) {
        failed++;
        if (failedIds.length < IDS_TOLD) failedIds.push(id);
        findings.push(...located.slice(0, FINDINGS_TOLD - findings.length));
      }
      return located;
    },

    report() {
      const fileFindings: Finding[] = [
        ...usage.findings().map(message => ({ check: 'budget' as const, message })),
        ...spread.findings().map(message => ({ check: 'spread' as const, message })),
      ];
      const all = spread.all();
      const median = lengths.quantile(0.5);
      const counts = { ...checks };
      for (const { check } of fileFindings) counts[check]++;
      return {
        file,
        ok: failed === 0 && fileFindings.length === 0,
        ...{ samples, marked, failed, checks: counts, failedIds, findings, fileFindings },
        tokens: median === undefined ? null : { min: lengths.min!, median, max: lengths.max! },
        budgetUse: usage.figures() ?? null,
        pairs: all ? { ...all, trueChain: spread.trueChain() ?? null } : null,
        counted: counted.counted(),
        foreign: foreign.figures(),
        notChecked: [
          ...notChecked(sources, samples, all),
          ...counted.notCounted(),
          ...foreign.open(),
        ],
      };
    },

    close: () => seen.close(),
  };
}

function idOf(sample: unknown): string | undefined {
  const id = (sample as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function seedOf(sample: unknown): number {
  const seed = (sample as { meta?: { seed?: unknown } | null } | null)?.meta?.seed;
  return typeof seed === 'number' ? seed : 0;
}
