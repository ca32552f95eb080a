import { text } from 'node:stream/consumers';
import type { Report } from './report.js';
import { resultsPage } from './results-page.js';

/** A run's figures on standard input (`npm run bench -- --json`) to the page on standard output. */
process.stdout.write(resultsPage(JSON.parse(await text(process.stdin)) as Report));
