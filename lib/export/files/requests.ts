import { createHash } from 'node:crypto';
import { type IdSet, idSet } from '../../disk/id-set.js';
import { numberedFiles, numberedPath } from '../../disk/numbered-files.js';
import { RecordError } from '../../errors.js';
import { jsonText } from '../../json/json-text.js';
import type { JsonFields } from '../../values/model-kinds.js';
import type { Example } from '../example.js';
import type { ExportWriter } from '../target.js';

const FILES = 'requests';
const URL = '/v1/chat/completions';
/** Characters that an id of a request may have. */
const LONGEST_ID = 64;
const DIGEST_DIGITS = 40;

/** Files of requests in a folder, with the same fields in each beside its messages. */
export function requestWriter(out: string, fields: JsonFields): ExportWriter {
  const files = numberedFiles(out, FILES, '--out');
  const ids = idSet();
  return {
    paths: [numberedPath(out, FILES, 1)],
    write: async example => {
      if (example.kind === 'trajectory') throw answered();
      const id = freeId(example, ids);
      const body = { messages: example.messages, ...fields };
      await files.write(jsonText({ custom_id: id, method: 'POST', url: URL, body }));
    },
    end: async () => (await files.end()).map(({ path, lines }) => ({ path, rows: lines })),
    commit: async () => {
      await ids.close();
      await files.commit();
    },
    abandon: async () => {
      await ids.close();
      await files.abandon();
    },
  };
}

/** Samples of one question and length have one id, of whichever kinds they are: the later ones are numbered. */
function freeId({ id, kind }: Example, ids: IdSet): string {
  for (let number = 1; ; number++) {
    const free = requestId(number === 1 ? id : `${id}~${number}`);
    if (ids.add(free)) return free;
    // Rows without an id are known by their prompt.
    if (kind === 'row') throw doubled(free);
  }
}

/** The example's own id or, where that is none that a server takes, its beginning and a digest. */
function requestId(id: string): string {
  if (id.length <= LONGEST_ID && /^[\x21-\x7e]+$/.test(id)) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, DIGEST_DIGITS);
  const head = id.replace(/[^\x21-\x7e]/g, '_').slice(0, LONGEST_ID - DIGEST_DIGITS - 1);
  return `${head}~${digest}`;
}

const answered = (): RecordError =>
  new RecordError('RECORD_INVALID', 'the record is a trajectory, which has its answer already');

const doubled = (id: string): RecordError =>
  new RecordError('DUPLICATE_ID', `an earlier request has the id ${id}`);
