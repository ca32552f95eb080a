import type { RowPage, SampleView, SearchEvent, ViewedFile } from '../api.js';

/** What the list is narrowed to; an empty value narrows nothing. */
export interface Filters {
  dataset: string;
  length: string;
  id: string;
  passes: string;
  verdict: string;
}

export const NO_FILTERS: Filters = { dataset: '', length: '', id: '', passes: '', verdict: '' };

/** The server's answer; its own words where it says what is wrong. */
async function answerOf(path: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`api/${path}`, signal ? { signal } : {}).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Error(
      'The server does not answer: is the command that opened this page still running?',
    );
  });
  if (response.ok) return response;
  const said = (await response.text()).slice(0, 500);
  throw new Error(said.trim() === '' ? `The server answers with ${response.status}.` : said);
}

const jsonOf = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await (await answerOf(path, signal)).json()) as T;

/** The files named on the command line, and how far each has been read. */
export const askFiles = (): Promise<ViewedFile[]> => jsonOf('files');

/** Rows of a file from one on, of those that pass. */
export function askRows(
  file: number,
  from: number,
  limit: number,
  filters: Filters,
  signal?: AbortSignal,
): Promise<RowPage> {
  const query = new URLSearchParams({ file: `${file}`, from: `${from}`, limit: `${limit}` });
  for (const [name, value] of Object.entries(filters)) if (value !== '') query.set(name, value);
  return jsonOf(`rows?${query}`, signal);
}

/** One sample, whole. */
export const askSample = (file: number, row: number): Promise<SampleView> =>
  jsonOf(`sample?file=${file}&row=${row}`);

/** The line that a sample was written as. */
export const askLine = async (file: number, row: number): Promise<string> =>
  (await answerOf(`raw?file=${file}&row=${row}`)).text();

/** Matches of a text in a file as they are found; ends when the server has gone through it. */
export async function* search(
  file: number,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<SearchEvent> {
  const query = new URLSearchParams({ q: text, file: `${file}` });
  const { body } = await answerOf(`search?${query}`, signal);
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as SearchEvent;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as SearchEvent;
}
