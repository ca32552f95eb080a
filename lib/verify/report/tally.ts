import { KeychainError, RecordError } from '../../errors.js';
import type { Fields } from '../../records/fields.js';
import { isForeignRow, isForeignSample } from '../../records/foreign.js';
import { examine } from '../check-sample.js';
import { CHECK_NAMES, type CheckName, type Finding, type SampleFinding } from '../finding.js';
import { examineForeign } from '../foreign/examine.js';
import { createForeignTally, type ForeignFigures } from '../foreign/figures.js';
import { BROKEN_KINDS } from '../foreign/kinds.js';
import type { Recounts } from '../recount/choose.js';
import { type Counted, createRecount } from '../recount/recount.js';
import type { VerifySources } from '../sources.js';
import { conversation } from '../view/prompt.js';
import type { View } from '../view/view.js';
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

/** Gathers a file's report, sample by sample, in bounded memory. */
export interface Tally {
  /** Checks the next sample, which stands on `line` (from 1). */
  add(sample: unknown, line: number): SampleFinding[];
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
  const recount = createRecount(recounts, sources.tokenizer);
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
  /** Whether a sample has been counted again, with the right tokenizer. */
  let known = false;
  const foreign = createForeignTally();

  /** Among samples of ours, one without `meta` has lost it. */
  const isForeign = (sample: unknown): sample is Fields =>
    isForeignRow(sample) || (isForeignSample(sample) && samples === foreignSamples());
  const foreignSamples = (): number => foreign.figures()?.samples ?? 0;

  const recountOf = (view: View): string[] => {
    const { id, meta } = view.sample;
    const text = (): string => conversation(view);
    return recount.check({ id, meta, text, told: meta.prompt_tokens });
  };

  const lookAtForeign = (sample: Fields, line: number): Finding[] => {
    try {
      const { broken, differences, tokens, open, view } = examineForeign(sample, sources);
      const id = idOf(sample) ?? view.record.id ?? `line ${line}`;
      const length = tokens ?? view.record.length;
      if (length !== undefined) lengths.add(length);
      foreign.add(
        { broken, open },
        differences.map(finding => ({ file, line, id, ...finding })),
      );
      const text = (): string => view.record.conversation?.at(-1)?.content ?? view.context;
      const miscounted = recount.check({ id, meta: { seed: 0 }, text });
      return [
        ...broken.map(({ kind, message }) => ({ check: BROKEN_KINDS[kind].check, message })),
        ...miscounted.map(message => ({ check: 'length' as const, message })),
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return [{ check: 'shape', message: error.message }];
    }
  };

  const look = (sample: unknown): ReturnType<typeof examine> => {
    try {
      return examine(sample, sources);
    } catch (error) {
      // Of the first sample it is to be told at once; among others it is that sample's fault.
      if (!known || !(error instanceof KeychainError)) throw error;
      return { findings: [{ check: 'length', message: error.message }], view: undefined };
    }
  };

  return {
    add(sample, line) {
      const { findings: found, view } = isForeign(sample)
        ? { findings: lookAtForeign(sample, line), view: undefined }
        : look(sample);
      known ||= view !== undefined;
      const id = view?.sample.id ?? idOf(sample) ?? `line ${line}`;
      if (view) {
        found.push(...recountOf(view).map(message => ({ check: 'length' as const, message })));
        lengths.add(view.sample.length);
        usage.add(view.sample);
        spread.add(view);
        if (Object.values(view.sample.meta.warnings).includes(true)) marked++;
        const before = seen.note(id, line);
        if (before !== undefined) {
          const message = `the same id stands on line ${before} already`;
          found.unshift({ check: 'shape', message });
        }
      }
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
        counted: recount.counted(),
        foreign: foreign.figures(),
        notChecked: [
          ...notChecked(sources, samples, all),
          ...recount.notCounted(),
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
