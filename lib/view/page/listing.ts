import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Row, RowPage, ViewedFile } from '../api.js';
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

const NOTHING: Asked = { rows: [], next: 0, isWhole: false, isLoading: false };

/** The list of one file. It goes on by itself where a file is still being read. */
export function useListing(file: ViewedFile | undefined, filters: Filters): Listing {
  const [asked, setAsked] = useState<Asked>(NOTHING);
  const under = useRef<AbortController>(undefined);
  const number = file?.file;
  const load = useCallback(
    async (from: number, before: Row[]) => {
      if (number === undefined) return;
      under.current?.abort();
      const own = new AbortController();
      under.current = own;
      setAsked(old => ({ ...old, isLoading: true }));
      try {
        const page: RowPage = await askRows(number, from, PAGE, filters, own.signal);
        const { next, isWhole } = page;
        setAsked({
          rows: [...before, ...page.rows],
          ...(next !== undefined && { next }),
          isWhole,
          isLoading: false,
        });
      } catch (error) {
        if (own.signal.aborted) return;
        setAsked({ rows: before, isWhole: true, isLoading: false, error: messageOf(error) });
      }
    },
    [number, filters],
  );
  useEffect(() => {
    setAsked(NOTHING);
    void load(0, []);
    return () => under.current?.abort();
  }, [load]);
  // More of the file is known than when its end was met.
  const known = file?.rows ?? 0;
  const state = file?.state;
  useEffect(() => {
    if (known === 0 && state !== 'ready') return;
    setAsked(old => {
      const isShort = old.next === undefined && !old.isWhole && old.rows.length < PAGE;
      if (isShort && !old.isLoading) void load((old.rows.at(-1)?.row ?? -1) + 1, old.rows);
      return old;
    });
  }, [known, state, load]);
  const more = useCallback(() => {
    if (asked.isLoading || (asked.next === undefined && asked.isWhole)) return;
    void load(asked.next ?? (asked.rows.at(-1)?.row ?? -1) + 1, asked.rows);
  }, [asked, load]);
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
