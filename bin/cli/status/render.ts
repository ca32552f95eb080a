import type { OutputStatus } from '../../../lib/status/output.js';
import { type ShardStatus, STATES } from '../../../lib/status/state.js';
import type { Status } from '../../../lib/status/status.js';
import { clock } from '../console/clock.js';
import { ranges } from './ranges.js';
import { table } from './table.js';

/** Shards of one state that are shown; of more, how many there are. */
const MOST_SHOWN = 10;

/**
 * How far runs are: what the shards of each output have come to, then those that somebody should
 * look at.
 *
 * @param columns width of the terminal; missing where there is none
 */
export function renderStatus({ outputs, jobs }: Status, columns?: number): string {
  const paragraphs = [
    ...outputs.map(output => describeOutput(output, columns)),
    ...jobs.map(({ job, log, error }) => [
      `job ${job} has failed, see ${log}`,
      ...table([[error]], columns),
    ]),
  ];
  return paragraphs.map(lines => `${lines.join('\n')}\n`).join('');
}

function describeOutput(output: OutputStatus, columns: number | undefined): string[] {
  const { base, of, is_done, shards, merge } = output;
  if (of === null) {
    const [file] = shards;
    if (is_done) return [`${base}: done`];
    return [`${base}: ${file!.state}`, ...table(notesOn(file!), columns)];
  }
  if (merge?.state === 'done') return [`${base}: ${of} shards, merged`];
  return [
    `${base}: ${of} shards`,
    ...table([[tally(output)], ...progress(output)], columns),
    ...table(shardRows(output), columns),
    ...table([...missingNote(output), ...mergeNote(output)], columns),
  ];
}

/** `40 done, 8 under way`. */
const tally = ({ states }: OutputStatus): string =>
  STATES.filter(state => states[state] > 0)
    .map(state => `${states[state]} ${state}`)
    .join(', ');

function progress({ done, total, shards, per_second, seconds_left }: OutputStatus): string[][] {
  if (done === 0) return [];
  const isEstimate = shards.some(shard => shard.total === null);
  const parts = [
    share({ done, total }, isEstimate ? 'about ' : ''),
    ...pace(per_second, seconds_left),
  ];
  return [[parts.join(', ')]];
}

function mergeNote({ merge, states, of }: OutputStatus): string[][] {
  if (merge && merge.state !== 'missing') {
    return [[[`merge: ${merge.state}`, ...(merge.error === null ? [] : [merge.error])].join(', ')]];
  }
  return states.done === of ? [['not merged']] : [];
}

function shardRows({ shards }: OutputStatus): string[][] {
  const rows = (['failed', 'stopped', 'under way'] as const).flatMap(state => {
    const all = shards.filter(shard => shard.state === state);
    // Those that take longest, or show nothing, are what the others wait for.
    if (state === 'under way') all.sort((a, b) => left(b) - left(a));
    const more = all.length - MOST_SHOWN;
    return [
      ...all.slice(0, MOST_SHOWN).map(shardRow),
      ...(more > 0 ? [['', state, `${more} more`]] : []),
    ];
  });
  return rows.length === 0 ? [] : [COLUMNS, ...rows];
}

/** Those that have left nothing, by their numbers, unless these are all. */
function missingNote({ shards, states }: OutputStatus): string[][] {
  const missing = shards.flatMap(({ state, shard }) => (state === 'missing' ? shard! : []));
  return missing.length === 0 || states.missing === shards.length
    ? []
    : [[`missing: ${ranges(missing)}`]];
}

const COLUMNS = ['shard', 'state', 'done', ''];

const left = ({ seconds_left }: ShardStatus): number => seconds_left ?? Number.MAX_VALUE;

const shardRow = (shard: ShardStatus): string[] => [
  `${shard.shard}`,
  shard.state,
  share(shard),
  [...details(shard), ...(shard.error === null ? [] : [shard.error])].join(', '),
];

const notesOn = (file: ShardStatus): string[][] => [
  [[share(file), ...details(file)].join(', ')],
  ...(file.error === null ? [] : [[file.error]]),
];

function details({ state, per_second, seconds_left, ...shard }: ShardStatus): string[] {
  const { last_block_seconds_ago: age, writer } = shard;
  return [
    ...pace(per_second, seconds_left),
    ...(age === null ? [] : [`last block ${clock(age)} ago`]),
    ...(writer === null ? [] : [`on ${writer.host}`]),
  ].slice(0, state === 'failed' ? 0 : undefined);
}

const pace = (perSecond: number | null, secondsLeft: number | null): string[] => [
  ...(perSecond === null ? [] : [`${perSecond.toFixed(1)}/s`]),
  ...(secondsLeft === null ? [] : [`${clock(secondsLeft)} left`]),
];

/** `43 of 100 positions (43 %)`. */
function share({ done, total }: Pick<ShardStatus, 'done' | 'total'>, about = ''): string {
  if (total === null) return `${done} positions`;
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `${done} of ${about}${total} positions (${percent} %)`;
}
