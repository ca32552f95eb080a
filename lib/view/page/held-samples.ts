import type { SampleView } from '../api.js';
import { askSample } from './requests.js';

/** Samples that are held: the one shown, and those that are likely to be next. */
const HELD = 4;

/** Samples by their place, asked for once while they are held. */
export class HeldSamples {
  readonly #asked = new Map<string, Promise<SampleView>>();

  take(file: number, row: number): Promise<SampleView> {
    const place = `${file}/${row}`;
    const asked = this.#asked.get(place) ?? askSample(file, row);
    this.#asked.delete(place);
    this.#asked.set(place, asked);
    // What failed is asked for again the next time.
    asked.catch(() => this.#asked.delete(place));
    for (const old of this.#asked.keys()) {
      if (this.#asked.size <= HELD) break;
      this.#asked.delete(old);
    }
    return asked;
  }
}
