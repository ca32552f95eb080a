import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Row, ViewedFile } from '../api.js';
import { askFiles, askRows, type Filters, search } from './requests.js';

const PAGE = 200;

/** How often is asked how far files are, in ms. */
const FILES_EVERY = 700;

/** The files, asked for again while one of them is being read. */
export function useFiles(): { files: ViewedFile[]; error?: string } {
  const [state, setState] = useState<{ files: ViewedFile[]; error?: string }>({ files: [] });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const files = await askFiles();
        if (isOver) return;
        setState({ files });
        if (files.some(isUnderWay)) timer = setTimeout(ask, FILES_EVERY);
      } catch (error) {
        if (!isOver) setState(({ files }) => ({ files, error: messageOf(error) }));
      }
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return state;
}

export const isUnderWay = ({ state }: ViewedFile): boolean =>
  state === 'indexing' || state === 'unpacking';

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Rows of a file that pass the filters, as far as they were asked for. */
export interface Listing {
  rows: Row[];
  hasMore: boolean;
  isLoading: boolean;
  error?: string;
  more: () => void;
}

interface Asked {
  rows: Row[];
  /** Row to go on from; absent at the end of what is known. */
  next?: number;
  isWhole: boolean;
  isLoading: boolean;
  error?: string;
}

const NOTHING: Asked = { rows: [], next: 0, isWhole: false, isLoading: true };

/** The list of one file. It goes on by itself where a file is still being read. */
export function useListing(file: ViewedFile | undefined, filters: Filters): Listing {
  const number = file?.file;
  // What has come for other filters, or for another file, is nothing to this list.
  const wanted = useMemo(() => ({ number, filters }), [number, filters]);
  const [held, setHeld] = useState<{ of: object; asked: Asked }>({ of: wanted, asked: NOTHING });
  const asked = held.of === wanted ? held.asked : NOTHING;
  const under = useRef<AbortController>(undefined);
  const load = useCallback(
    async (from: number, before: Row[]) => {
      if (wanted.number === undefined) return;
      under.current?.abort();
      const own = new AbortController();
      under.current = own;
      const set = (found: Asked): void => setHeld({ of: wanted, asked: found });
      set({ ...NOTHING, rows: before, next: from });
      try {
        const page = await askRows(wanted.number, from, PAGE, wanted.filters, own.signal);
        const { rows, next, isWhole } = page;
        if (own.signal.aborted) return;
        const found = { rows: [...before, ...rows], ...(next !== undefined && { next }), isWhole };
        // At the end of what is known nothing is to be had at once.
        const waits = next === undefined && !isWhole;
        set({ ...found, isLoading: waits });
        if (!waits) return;
        await new Promise(resolve => setTimeout(resolve, FILES_EVERY));
        if (!own.signal.aborted) set({ ...found, isLoading: false });
      } catch (error) {
        if (own.signal.aborted) return;
        set({ rows: before, isWhole: true, isLoading: false, error: messageOf(error) });
      }
    },
    [wanted],
  );
  useEffect(() => {
    void load(0, []);
    return () => under.current?.abort();
  }, [load]);
  const more = useCallback(() => {
    if (asked.isLoading || (asked.next === undefined && asked.isWhole)) return;
    void load(asked.next ?? (asked.rows.at(-1)?.row ?? -1) + 1, asked.rows);
  }, [asked, load]);
  // What is known of a file that is read grows: short lists go on, and all of them at its end.
  const isReady = file !== undefined && !isUnderWay(file);
  const goesOn =
    asked.next === undefined && !asked.isWhole && (isReady || asked.rows.length < PAGE);
  useEffect(() => {
    if (goesOn) more();
  }, [goesOn, more]);
  return {
    rows: asked.rows,
    hasMore: asked.next !== undefined || !asked.isWhole,
    isLoading: asked.isLoading,
    ...(asked.error !== undefined && { error: asked.error }),
    more,
  };
}

/** A place where a text was found. */
export interface Found {
  row: Row;
  excerpt: { before: string; match: string; after: string };
}

export interface Search {
  found: Found[];
  isRunning: boolean;
  /** Of what there is to be gone through, from 0 to 1. */
  share: number;
  isCut: boolean;
  error?: string;
}

const UNASKED: Search = { found: [], isRunning: false, share: 0, isCut: false };

/** Until somebody has stopped typing, in ms. */
const PAUSE = 250;

/** Looks for a text while it is typed; what was looked for before is given up. */
export function useSearch(file: number | undefined, text: string): Search {
  const [state, setState] = useState<Search>(UNASKED);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === '' || file === undefined) {
      setState(UNASKED);
      return undefined;
    }
    const own = new AbortController();
    const run = async (): Promise<void> => {
      const found: Found[] = [];
      let share = 0;
      let isCut = false;
      let asked = 0;
      // Many events come at once, and are shown together.
      const show = (): void => {
        asked ||= requestAnimationFrame(() => {
          asked = 0;
          if (!own.signal.aborted) setState({ found: [...found], isRunning: true, share, isCut });
        });
      };
      setState({ ...UNASKED, isRunning: true });
      try {
        for await (const event of search(file, wanted, own.signal)) {
          if (event.type === 'match') found.push(event);
          else if (event.type === 'progress') share = event.bytes / Math.max(1, event.total);
          else isCut = event.isCut;
          show();
        }
        cancelAnimationFrame(asked);
        setState({ found, isRunning: false, share: 1, isCut });
      } catch (error) {
        cancelAnimationFrame(asked);
        if (own.signal.aborted) return;
        setState({ found, isRunning: false, share, isCut, error: messageOf(error) });
      }
    };
    const timer = setTimeout(run, PAUSE);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [file, text]);
  return state;
}

/** Whether a row passes the filters, as the server has them. */
export function passes(
  row: Row,
  { dataset, length, id, passes: wanted, verdict }: Filters,
): boolean {
  const [least, most] = wanted.split('-').map(Number);
  return (
    (dataset === '' || row.dataset === dataset) &&
    (length === '' || row.maxSeqLength === Number(length)) &&
    (id === '' || row.id.includes(id)) &&
    (wanted === '' ||
      (row.passes !== undefined && row.passes >= least! && row.passes <= (most ?? least!))) &&
    (verdict === '' || row.findings === undefined || row.findings > 0 === (verdict === 'findings'))
  );
}
