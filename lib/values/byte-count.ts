import { type Kind, ValueError } from './kind.js';

const UNITS = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 } as const;
/** V8 makes no string that is longer, and a record has to be one. */
const MOST = 2 ** 29 - 2 ** 20;

/** A number of bytes, such as `64m`: `k`, `m` and `g` are powers of 1,024. */
export const byteCount: Kind<number> = {
  placeholder: 'BYTES',
  read: given => {
    const [, digits, unit = ''] = /^(\d+)([kmg]?)(?:i?b)?$/i.exec(given.trim()) ?? [];
    const bytes = Number(digits) * UNITS[unit.toLowerCase() as keyof typeof UNITS];
    if (digits !== undefined && bytes >= 1 && bytes <= MOST) return bytes;
    throw new ValueError('must be a number of bytes like 64m or 67108864, up to 511m');
  },
  write: bytes => {
    const unit = (['g', 'm', 'k', ''] as const).find(each => bytes % UNITS[each] === 0) ?? '';
    return `${bytes / UNITS[unit]}${unit}`;
  },
  schema: { type: ['integer', 'string'] },
};
