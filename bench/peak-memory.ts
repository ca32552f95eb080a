import { readFile } from 'node:fs/promises';

const INTERVAL_MS = 20;
const BYTES_A_KILOBYTE = 1024;

/**
 * Watches the anonymous memory of a process (RssAnon of Linux): what it cannot give back, without
 * the pages of mapped files that the kernel may drop at any time.
 *
 * @returns a function that stops it and gives the peak in MB, where /proc tells
 */
export function watchMemory(pid: number): () => number | undefined {
  let peak: number | undefined;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]);
    if (kilobytes > 0) peak = Math.max(peak ?? 0, (kilobytes * BYTES_A_KILOBYTE) / 1e6);
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
