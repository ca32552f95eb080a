import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Row, SampleView, SearchEvent, ViewedFile } from '../../../lib/view/api.js';
import { readPage } from '../../../lib/view/assets.js';

/** A file as the stand-in has it: what the page is told of it, and its samples in order. */
export interface StandInFile {
  file: ViewedFile;
  samples: readonly SampleView[];
}

export interface StandIn {
  /** Address of the page. */
  url: string;
  /** Paths below `api/` that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
}

/** Rows of one answer; few, so that lists of some hundred samples take several. */
const PAGE = 200;

/** A server of hand-made samples that speaks as `view` does: what is tried is the page alone. */
export async function standIn(files: StandInFile[]): Promise<StandIn> {
  const page = await readPage();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    const path = pathname.replace(/^\/token\//, '');
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, {
        'content-type': type,
        'content-security-policy': page.policy,
        'cache-control': 'no-store',
      });
      response.end(body);
    };
    const json = (value: unknown): void => send('application/json', JSON.stringify(value));
    if (path.startsWith('api/'))
      asked.push(path.slice(4) + (searchParams.size ? `?${searchParams}` : ''));
    const { samples } = files[Number(searchParams.get('file') ?? 0)] ?? { samples: [] };
    const sample = samples[Number(searchParams.get('row'))];
    const isWhole = files[Number(searchParams.get('file') ?? 0)]?.file.state === 'ready';
    if (path === '') return send(page.html.type, page.html.bytes);
    const asset = page.files.get(path.replace(/^assets\//, ''));
    if (asset) return send(asset.type, asset.bytes);
    if (path === 'api/files') return json(files.map(({ file }) => file));
    if (path === 'api/rows') return json({ ...rowsOf(samples, searchParams), isWhole });
    if (path === 'api/sample' && sample) return json(sample);
    if (path === 'api/raw' && sample)
      return send('text/plain', `${JSON.stringify({ id: sample.row.id })}`);
    if (path === 'api/search')
      return send('application/x-ndjson', found(samples, searchParams.get('q') ?? ''));
    response.writeHead(404).end('There is no such sample.');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token/`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function rowsOf(samples: readonly SampleView[], query: URLSearchParams) {
  const from = Number(query.get('from'));
  const passing = samples.filter(({ row }) => row.row >= from && passes(row, query));
  const next = passing[PAGE]?.row.row;
  return {
    rows: passing.slice(0, PAGE).map(({ row }) => row),
    ...(next !== undefined && { next }),
  };
}

function passes(row: Row, query: URLSearchParams): boolean {
  const is = (name: string, value: (wanted: string) => boolean): boolean => {
    const wanted = query.get(name) ?? '';
    return wanted === '' || value(wanted);
  };
  return (
    is('dataset', wanted => row.dataset === wanted) &&
    is('length', wanted => row.maxSeqLength === Number(wanted)) &&
    is('id', wanted => row.id.includes(wanted)) &&
    is('passes', wanted => row.passes === Number(wanted)) &&
    is('verdict', wanted => (row.findings ?? 0) > 0 === (wanted === 'findings'))
  );
}

function found(samples: readonly SampleView[], text: string): string {
  const events: SearchEvent[] = samples.flatMap(({ row, context }) => {
    const at = context.indexOf(text);
    if (at === -1) return [];
    const before = context.slice(Math.max(0, at - 30), at);
    const after = context.slice(at + text.length, at + text.length + 30);
    return [{ type: 'match' as const, row, excerpt: { before, match: text, after } }];
  });
  const end: SearchEvent = { type: 'end', matches: events.length, isCut: false };
  return [...events, { type: 'progress', bytes: 1, total: 1 }, end]
    .map(event => `${JSON.stringify(event)}\n`)
    .join('');
}

/** A file of samples as it is told once it has been read. */
export function fileOf(
  samples: readonly SampleView[],
  name = 'samples.jsonl',
  file = 0,
): StandInFile {
  const rows = samples.map(({ row }) => row);
  return {
    file: {
      file,
      name,
      format: 'jsonl',
      bytes: 1000,
      state: 'ready',
      done: 1000,
      rows: samples.length,
      datasets: [...new Set(rows.map(row => row.dataset))],
      lengths: [...new Set(rows.map(row => row.maxSeqLength))],
      hasRollouts: samples.some(({ rollouts }) => rollouts.length > 0),
    },
    samples: samples.map((sample, row) => ({
      ...sample,
      row: { ...sample.row, file, row },
      ...(row > 0 && { previous: { file, row: row - 1 } }),
      ...(row < samples.length - 1 && { next: { file, row: row + 1 } }),
    })),
  };
}
