import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Row, ViewedFile } from '../api.js';
import { linkTo } from './address.js';
import { type Found, isUnderWay, type Listing, type Search } from './listing.js';
import type { Filters } from './requests.js';
import { apart, counted, grouped, shortBytes, shortCount } from './wording.js';

type Node = VNode | VNode[];

interface ListProps {
  files: ViewedFile[];
  file: ViewedFile | undefined;
  chooseFile: (file: number) => void;
  filters: Filters;
  setFilters: (filters: Filters) => void;
  text: string;
  setText: (text: string) => void;
  listing: Listing;
  search: Search;
  /** Those of the matches that pass the filters, one a sample. */
  found: Found[];
  chosen: { file: number; row: number } | undefined;
}

/** The samples of a file, and what narrows them. */
export function List(props: ListProps): Node {
  const { files, file, filters, setFilters, text, listing, found, chosen } = props;
  const isSearch = text.trim() !== '';
  return html`
    <div class="narrowing" role="search">
      ${
        files.length > 1 &&
        html`
        <${Choice}
          ...${{ label: 'File', value: String(file?.file ?? ''), choose: (value: string) => props.chooseFile(Number(value)) }}
          options=${apart(files.map(({ name }) => name)).map((name, index) => [String(index), name])}
        />
      `
      }
      ${files.length === 1 && html`<p class="file" title=${file?.name}><bdi>${file?.name}</bdi></p>`}
      <label class="field find">
        <span>Find in all texts</span>
        <input type="search" id="find" value=${text} placeholder="press / to search" autocomplete="off" spellcheck=${false}
          onInput=${(event: InputEvent) => props.setText((event.currentTarget as HTMLInputElement).value)} />
      </label>
      <${Narrowing} ...${{ file, filters, setFilters }} />
    </div>
    ${file && html`<${State} ...${{ file, listing, search: props.search, isSearch, shown: found.length }} />`}
    <nav aria-label="Samples">
      <ol class="rows">
        ${
          isSearch
            ? found.map(
                match =>
                  html`<${Line} key=${`${match.row.file}/${match.row.row}`} row=${match.row} excerpt=${match.excerpt} isChosen=${isSame(match.row, chosen)} />`,
              )
            : listing.rows.map(
                row => html`<${Line} key=${row.row} row=${row} isChosen=${isSame(row, chosen)} />`,
              )
        }
      </ol>
      ${!isSearch && listing.hasMore && html`<${More} ...${{ listing }} />`}
    </nav>
  `;
}

const isSame = (row: Row, chosen: { file: number; row: number } | undefined): boolean =>
  row.file === chosen?.file && row.row === chosen.row;

interface NarrowingProps {
  file: ViewedFile | undefined;
  filters: Filters;
  setFilters: (filters: Filters) => void;
}

function Narrowing({ file, filters, setFilters }: NarrowingProps): Node {
  const set = (name: keyof Filters) => (value: string) => setFilters({ ...filters, [name]: value });
  const datasets = file?.datasets ?? [];
  const lengths = file?.lengths ?? [];
  return html`
    <div class="filters">
      ${
        (datasets.length > 1 || filters.dataset !== '') &&
        html`
        <${Choice} label="Dataset" value=${filters.dataset} choose=${set('dataset')}
          options=${[['', 'all'], ...datasets.map(each => [each, each])]} />
      `
      }
      ${
        (lengths.length > 1 || filters.length !== '') &&
        html`
        <${Choice} label="Length" value=${filters.length} choose=${set('length')}
          options=${[['', 'all'], ...lengths.map(each => [String(each), shortCount(each)])]} />
      `
      }
      <${Field} label="Id" value=${filters.id} set=${set('id')} placeholder="any part" />
      ${
        file?.hasRollouts &&
        html`
        <${Field} label="Right answers" value=${filters.passes} set=${set('passes')} placeholder="3 or 1-6" pattern="\\d+(-\\d+)?" />
      `
      }
      <${Choice} label="Check" value=${filters.verdict} choose=${set('verdict')}
        options=${[['', 'all'], ['clean', 'clean'], ['findings', 'findings']]} />
    </div>
  `;
}

interface ChoiceProps {
  label: string;
  value: string;
  options: [value: string, name: string][];
  choose: (value: string) => void;
}

function Choice({ label, value, options, choose }: ChoiceProps): Node {
  return html`
    <label class="field">
      <span>${label}</span>
      <select value=${value} onChange=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
        ${options.map(([each, name]) => html`<option value=${each} selected=${each === value}>${name}</option>`)}
      </select>
    </label>
  `;
}

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  placeholder: string;
  pattern?: string;
}

/** A text that is taken once it fits its pattern. */
function Field({ label, value, set, placeholder, pattern }: FieldProps): Node {
  const take = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    if (field.validity.valid) set(field.value.trim());
  };
  return html`
    <label class="field">
      <span>${label}</span>
      <input type="text" defaultValue=${value} placeholder=${placeholder} pattern=${pattern} onInput=${take}
        autocomplete="off" spellcheck=${false} />
    </label>
  `;
}

interface StateProps {
  file: ViewedFile;
  listing: Listing;
  search: Search;
  isSearch: boolean;
  shown: number;
}

/** How far the file, or the search, is, and what was found. */
function State({ file, listing, search, isSearch, shown }: StateProps): Node {
  const error = file.error ?? listing.error ?? (isSearch ? search.error : undefined);
  if (error) return html`<p class="state error" role="alert"><bdi>${error}</bdi></p>`;
  if (isSearch) {
    return html`
      <div class="state" role="status">
        ${search.isRunning && html`<progress aria-label="Searched" max="1" value=${search.share}></progress>`}
        <p>${search.isRunning ? 'Searching: ' : ''}${counted(shown, 'sample')} found${search.isCut ? '; there are more' : ''}</p>
      </div>
    `;
  }
  const share = file.bytes === 0 ? 1 : file.done / file.bytes;
  const shows = `${grouped(listing.rows.length)} shown`;
  return html`
    <div class="state" role="status">
      ${isUnderWay(file) && html`<progress aria-label=${file.state === 'unpacking' ? 'Unpacked' : 'Indexed'} max="1" value=${share}></progress>`}
      <p>
        ${
          isUnderWay(file)
            ? `${file.state === 'unpacking' ? 'Unpacking' : 'Indexing'} ${shortBytes(file.done)} of ${shortBytes(file.bytes)}: ${counted(file.rows, 'sample')} so far`
            : `${counted(file.rows, 'sample')} · ${shows}`
        }
      </p>
      ${!listing.isLoading && !listing.hasMore && listing.rows.length === 0 && html`<p>${file.rows === 0 ? 'The file has no samples.' : 'No sample passes these filters.'}</p>`}
    </div>
  `;
}

interface LineProps {
  row: Row;
  excerpt?: Found['excerpt'];
  isChosen: boolean;
}

/** One sample of the list. */
function Line({ row, excerpt, isChosen }: LineProps): Node {
  const rollouts = row.rollouts;
  const facts = [
    row.dataset || row.kind,
    shortCount(row.maxSeqLength || row.tokens),
    row.hops > 0 && counted(row.hops, 'hop'),
    rollouts !== undefined &&
      (row.passes === undefined ? counted(rollouts, 'rollout') : `${row.passes}/${rollouts} right`),
  ].filter(Boolean);
  return html`
    <li>
      <a href=${linkTo(row)} aria-current=${isChosen ? 'true' : undefined}>
        <span class="question" dir="auto">${row.question || row.id || `row ${row.row}`}</span>
        ${
          excerpt &&
          html`
          <span class="excerpt" dir="auto">…${excerpt.before}<mark>${excerpt.match}</mark>${excerpt.after}…</span>
        `
        }
        <span class="about">
          ${facts.join(' · ')}
          ${(row.findings ?? 0) > 0 && html`<span class="flag">${' '}${counted(row.findings!, 'finding')}</span>`}
        </span>
      </a>
    </li>
  `;
}

/** Asks for more rows when it comes into sight. */
function More({ listing }: { listing: Listing }): Node {
  const button = useRef<HTMLButtonElement>(null);
  const { more } = listing;
  useEffect(() => {
    const watch = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) more();
    });
    if (button.current) watch.observe(button.current);
    return () => watch.disconnect();
  }, [more]);
  return html`<button type="button" class="more" ref=${button} onClick=${more}>${listing.isLoading ? 'Loading …' : 'More'}</button>`;
}
