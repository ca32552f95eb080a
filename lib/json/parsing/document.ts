import { syntaxError, truncatedError } from '../../input/errors.js';
import { cutDocument } from './cut-document.js';
import { jsonFault } from './fault.js';
import { documentFrame, elementDepth } from './frame.js';
import { limitedValue, valueWithin } from './limited-value.js';
import type { JsonValue, ReaderOptions, ValueReader } from './values.js';

/**
 * Reads the elements of a JSON array, or of the array `data` in a JSON object (at any place among
 * its keys), one at a time.
 *
 * The document is cut into its elements and the frame around them. The frame goes through
 * stream-json's parser. The elements are cut out by a scan for quotes and brackets and parsed whole
 * by JSON.parse: three times as fast as assembling them from tokens, and the scan knows their byte
 * offsets, which a parser of text does not.
 */
export function jsonDocument(options: ReaderOptions, root: 'array' | 'object'): ValueReader {
  const { file, start } = options;
  const cutter = cutDocument(options, elementDepth(root));
  const frame = documentFrame(file, root);
  let end = start;

  return {
    *write(chunk) {
      end += chunk.length;
      for (const part of cutter.write(chunk)) {
        const { offset } = part;
        if (part.kind === 'frame') yield* frame.text(part.text, offset);
        else if (frame.element(offset)) {
          if (part.kind === 'refused') yield part.value;
          else if (part.kind === 'value') yield valueWithin(part.value, offset);
          else yield parseElement(file, part.bytes, offset);
        }
      }
    },
    end() {
      if (frame.isOver()) return [];
      const held = cutter.unfinished();
      const fault = held && !held.refused() && jsonFault(held.bytes());
      if (fault) throw syntaxError({ file }, held.offset + fault.offset, fault.expected);
      const what = root === 'array' ? 'its JSON array' : 'its JSON object';
      throw truncatedError(file, `byte ${end}`, what);
    },
  };
}

function parseElement(file: string, bytes: Buffer, offset: number): JsonValue {
  try {
    return limitedValue(bytes, offset);
  } catch (error) {
    const fault = jsonFault(bytes) ?? { offset: 0, expected: (error as Error).message };
    throw syntaxError({ file }, offset + fault.offset, fault.expected);
  }
}
