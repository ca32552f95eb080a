import { hash } from 'node:crypto';

/** First 8 bytes of SHA-256(`title\ntext`). */
export function passageKey(title: string, text: string): Buffer {
  return hash('sha256', `${title}\n${text}`, 'buffer').subarray(0, 8);
}

/** What a passage's id looks like. */
export const PASSAGE_ID = /^[0-9a-f]{16}$/;

/** A passage's id: {@link passageKey} as 16 hex digits. */
export function passageId(title: string, text: string): string {
  return passageKey(title, text).toString('hex');
}
