const BYTES = new Int16Array(0x144).fill(-1);

let next = 0x100;
for (let byte = 0; byte < 0x100; byte++) {
  const printable =
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
  BYTES[printable ? byte : next++] = byte;
}

/**
 * The byte that a character stands for in GPT-2's alphabet, or -1. Printable Latin-1 stands for
 * itself, the other bytes in their order for U+0100 and on, so that tokens can be written in JSON
 * (`bytes_to_unicode` in https://github.com/openai/gpt-2, src/encoder.py).
 */
export function byteOf(codePoint: number): number {
  return BYTES[codePoint] ?? -1;
}
