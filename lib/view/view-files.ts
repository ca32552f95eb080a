import { indexPlace } from './index-place.js';
import { OpenedFile } from './opened-file.js';
import { serveView, type ViewServer } from './server.js';

/** How often is looked whether anybody still asks, in ms. */
const LOOK_EVERY = 100;

export interface ViewTerms {
  /** Port on this machine; 0 for any that is free. */
  port: number;
  /** Seconds without a request after which the view ends; undefined for never. */
  idle: number | undefined;
  /** Told once the page can be opened. */
  onReady: (url: string) => void;
  /** Ends the view. */
  signal?: AbortSignal | undefined;
}

/** Serves a page over files until the signal, or until nobody has asked for long enough. */
export async function viewFiles(paths: readonly string[], terms: ViewTerms): Promise<OpenedFile[]> {
  const files: OpenedFile[] = [];
  let server: ViewServer | undefined;
  try {
    for (const [number, path] of paths.entries()) {
      const place = await indexPlace(path);
      files.push(
        await OpenedFile.open(path, place, number).catch(error => {
          place.close();
          throw error;
        }),
      );
    }
    nameApart(files, paths);
    server = await serveView(files, terms.port);
    terms.onReady(server.url);
    const indexed = indexAll(files);
    await ended(server, terms);
    void indexed;
    return files;
  } finally {
    await server?.close();
    for (const file of files) file.close();
  }
}

/** One after the other: the first is the one that is looked at. */
async function indexAll(files: readonly OpenedFile[]): Promise<void> {
  for (const file of files) await file.index();
}

/** Files of one name are told apart by where they lie. */
function nameApart(files: readonly OpenedFile[], paths: readonly string[]): void {
  const names = files.map(({ told }) => told.name);
  for (const [index, { told }] of files.entries()) {
    if (names.indexOf(told.name) !== names.lastIndexOf(told.name)) told.name = paths[index]!;
  }
}

function ended(server: ViewServer, { idle, signal }: ViewTerms): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(() => {
      const waited = performance.now() - server.lastAsked();
      if (idle !== undefined && waited >= idle * 1000) end();
    }, LOOK_EVERY);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
