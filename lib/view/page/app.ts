import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SampleView } from '../api.js';
import { linkTo, readAddress } from './address.js';
import { HeldSamples } from './held-samples.js';
import { KeyHelp, useKeys } from './keys.js';
import { List } from './list.js';
import { type Found, messageOf, passes, useFiles, useListing, useSearch } from './listing.js';
import { Reader } from './reader.js';
import { askRows, type Filters, NO_FILTERS } from './requests.js';
import type { Tab } from './tabs.js';

type Node = VNode | VNode[];

interface Place {
  file: number;
  row: number;
}

/** The page: samples on the left, one of them on the right. */
export function App(): Node {
  const { files, error: filesError } = useFiles();
  const [fileNumber, setFileNumber] = useState(0);
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [text, setText] = useState('');
  const [isListOpen, setIsListOpen] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const [tab, setTab] = useState<Tab>('text');
  const [showsDistractors, setShowsDistractors] = useState(false);
  const file = files.find(each => each.file === fileNumber);
  const listing = useListing(file, filters);
  const search = useSearch(file && fileNumber, text);
  const found = useMemo(() => oneEach(search.found, filters), [search.found, filters]);
  const places: readonly Place[] = text.trim() === '' ? listing.rows : found.map(({ row }) => row);

  const { place, missing } = useAddress(files.length);
  const shown = useSample(place ?? (place === undefined && missing === '' ? places[0] : undefined));
  const { sample } = shown;
  const steps = useRef<(by: 1 | -1) => void>(() => undefined);
  const onSteps = useCallback((step: (by: 1 | -1) => void) => {
    steps.current = step;
  }, []);

  useEffect(() => {
    if (place) setFileNumber(place.file);
  }, [place]);
  useEffect(() => {
    document.title = sample
      ? `${sample.question.slice(0, 80) || sample.row.id} - samples`
      : 'Samples';
    if (sample) shown.prefetch(neighborOf(places, sample, 1));
  }, [sample, places]);

  const turn = (by: 1 | -1): void => {
    if (!sample) return;
    const next = neighborOf(places, sample, by);
    if (next) location.hash = linkTo(next);
    if (by === 1 && isNearEnd(places, sample)) listing.more();
  };
  useKeys(key => {
    const actions: Record<string, () => void> = {
      j: () => turn(1),
      k: () => turn(-1),
      n: () => steps.current(1),
      p: () => steps.current(-1),
      d: () => setShowsDistractors(!showsDistractors),
      '/': () => {
        setIsListOpen(true);
        // The list may be out of sight until it is drawn.
        requestAnimationFrame(() => document.getElementById('find')?.focus());
      },
      '?': () => setShowsKeys(true),
      Escape: () => setIsListOpen(false),
    };
    // A dialog that is being closed is no longer open before the page has heard of it.
    const action = document.querySelector('dialog[open]') ? undefined : actions[key];
    action?.();
    return action !== undefined && key !== 'Escape';
  });

  const chooseFile = (number: number): void => {
    setFileNumber(number);
    setFilters(NO_FILTERS);
    location.hash = '';
  };
  const error = filesError ?? shown.error ?? missing;
  return html`
    <aside class=${isListOpen ? 'list open' : 'list'} aria-label="Samples of the file">
      <div class="top">
        <button type="button" class="toggle" aria-expanded=${String(isListOpen)} onClick=${() => setIsListOpen(!isListOpen)}>
          ${isListOpen ? 'Close the list' : 'Samples'}
        </button>
        <strong class="name">Samples</strong>
        <button type="button" class="help" onClick=${() => setShowsKeys(true)}>Keys <kbd aria-hidden="true">?</kbd></button>
      </div>
      <div class="inner" onClick=${(event: MouseEvent) => (event.target as Element).closest('a') && setIsListOpen(false)}>
        <${List}
          ...${{ files, file, chooseFile, filters, setFilters, text, setText, listing, search, found }}
          key=${fileNumber}
          chosen=${sample?.row}
        />
      </div>
    </aside>
    <main class="reader">
      ${error && html`<p class="state error" role="alert"><bdi>${error}</bdi></p>`}
      ${
        sample
          ? html`<${Reader} key=${`${sample.row.file}/${sample.row.row}`} chooseTab=${setTab}
            ...${{ sample, tab, showsDistractors, setShowsDistractors, turn, onSteps }} />`
          : html`<h1 class="waiting">${error ? 'No sample' : waitingFor(files.length, listing.isLoading)}</h1>`
      }
    </main>
    ${showsKeys && html`<${KeyHelp} close=${() => setShowsKeys(false)} />`}
  `;
}

const waitingFor = (files: number, isLoading: boolean): string =>
  files === 0 || isLoading ? 'Reading …' : 'No sample to show';

/** The first match of each sample, of those that pass. */
function oneEach(found: readonly Found[], filters: Filters): Found[] {
  const seen = new Set<string>();
  return found.filter(({ row }) => {
    const place = linkTo(row);
    if (seen.has(place) || !passes(row, filters)) return false;
    seen.add(place);
    return true;
  });
}

/** The sample before or behind one: in the list as it is narrowed, else in the file. */
function neighborOf(places: readonly Place[], sample: SampleView, by: 1 | -1): Place | undefined {
  const at = indexIn(places, sample);
  if (at !== -1) return places[at + by];
  return by === 1 ? sample.next : sample.previous;
}

const indexIn = (places: readonly Place[], { row }: SampleView): number =>
  places.findIndex(each => each.file === row.file && each.row === row.row);

/** Rows before the end of the list at which more are asked for. */
const AHEAD = 5;

const isNearEnd = (places: readonly Place[], sample: SampleView): boolean =>
  indexIn(places, sample) >= places.length - AHEAD;

/** The sample that the address names; ids are looked up in all files. */
function useAddress(files: number): { place: Place | undefined; missing: string } {
  const [hash, setHash] = useState(location.hash);
  const [state, setState] = useState<{ place: Place | undefined; missing: string }>(() => {
    const named = readAddress(location.hash);
    return { place: named && 'row' in named ? named : undefined, missing: '' };
  });
  useEffect(() => {
    const listen = (): void => setHash(location.hash);
    window.addEventListener('hashchange', listen);
    return () => window.removeEventListener('hashchange', listen);
  }, []);
  useEffect(() => {
    const named = readAddress(hash);
    if (!named || 'row' in named) {
      setState({ place: named, missing: '' });
      return undefined;
    }
    let isOver = false;
    const look = async (): Promise<void> => {
      for (let file = 0; file < files && !isOver; file++) {
        const place = await findId(file, named.id);
        if (isOver) return;
        if (place) return setState({ place, missing: '' });
      }
      if (files > 0 && !isOver) {
        setState({ place: undefined, missing: `No sample has the id ${named.id.slice(0, 200)}.` });
      }
    };
    void look().catch((error: unknown) =>
      setState({ place: undefined, missing: messageOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [hash, files]);
  return state;
}

/** Where the sample of an id stands in a file, as far as it has been read. */
async function findId(file: number, id: string): Promise<Place | undefined> {
  let from: number | undefined = 0;
  while (from !== undefined) {
    const page = await askRows(file, from, 200, { ...NO_FILTERS, id });
    const row = page.rows.find(each => each.id === id);
    if (row) return { file, row: row.row };
    from = page.next;
  }
  return undefined;
}

interface ShownSample {
  sample?: SampleView;
  error?: string;
  prefetch: (place: Place | undefined) => void;
}

/** The sample of a place; the one before stays until it is there. */
function useSample(place: Place | undefined): ShownSample {
  const held = useRef<HeldSamples>(undefined);
  held.current ??= new HeldSamples();
  const [state, setState] = useState<{ sample?: SampleView; error?: string }>({});
  const { file, row } = place ?? {};
  useEffect(() => {
    if (file === undefined || row === undefined) return undefined;
    let isOver = false;
    held.current!.take(file, row).then(
      sample => !isOver && setState({ sample }),
      (error: unknown) => !isOver && setState({ error: messageOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [file, row]);
  return {
    ...state,
    prefetch: next => {
      if (next) held.current!.take(next.file, next.row).catch(() => undefined);
    },
  };
}
