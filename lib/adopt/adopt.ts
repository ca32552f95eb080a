import type { Transform } from 'node:stream';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import type { Fields } from '../records/fields.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { Sample } from '../records/sample.js';
import { looksLikeSample, sampleFields } from '../records/sample-fields.js';
import { stage } from '../stream/stage.js';
import type { ForeignTerms } from '../verify/sources.js';
import { type AdoptSources, adoptSample } from './adopt-sample.js';

export interface AdoptOptions extends AdoptSources {
  /** What the samples of a file do not say. */
  termsOf: (file: string) => ForeignTerms;
  /** Takes each record that is no sample of any kind; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
}

/** Makes a Transform from records of others to samples of ours; what is one already passes. */
export function adopt({ termsOf, onReject, ...sources }: AdoptOptions): Transform {
  let met = 0;
  const adopted = (record: Fields): Sample => {
    if (looksLikeSample(record)) return sampleFields(record);
    const { file = '-', record: number = met } = placeOf(record as unknown as Question) ?? {};
    return adoptSample(record, number, termsOf(file), sources);
  };
  return stage<Fields, Sample>((record, push) => {
    try {
      push(adopted(record));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      onReject?.(rejectOf(record, error));
    }
    met++;
  });
}
