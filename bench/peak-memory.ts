import { readFile } from 'node:fs/promises';

const INTERVAL_MS = 20;

/**
 * Watches the anonymous memory of a process (RssAnon of Linux): what it cannot give back, without
 * the pages of mapped files that the kernel may drop at any time.
 */
export function watchMemory(pid: number): { stop: () => number | undefined } {
  let peak: number | undefined;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]);
    if (kilobytes > 0) peak = Math.max(peak ?? 0, kilobytes / 1024);
  }, INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
