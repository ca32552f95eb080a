/** Bytes that a worker has put where another thread finds them, without a copy. */
export interface SharedBytes {
  room: SharedArrayBuffer;
  /** Of the bytes, which stand behind the room's flag. */
  length: number;
}

/** The first four bytes of a room say whether its bytes are still wanted. */
const FLAG_BYTES = 8;
const FREE = 0;
const TAKEN = 1;

const flagOf = (room: SharedArrayBuffer): Int32Array => new Int32Array(room, 0, 1);

/**
 * Rooms of one worker, used again once the main thread has written what was in them. A buffer that
 * is handed over for good would be collected there, which takes that thread more time than all else
 * that it does with a block. There are as many rooms as blocks of a worker are under way.
 */
export function sharedRooms(): (bytes: Uint8Array) => SharedBytes {
  let rooms: SharedArrayBuffer[] = [];
  const isFree = (room: SharedArrayBuffer): boolean => Atomics.load(flagOf(room), 0) === FREE;
  const roomFor = (length: number): SharedArrayBuffer => {
    const found = rooms.find(room => room.byteLength >= length + FLAG_BYTES && isFree(room));
    if (found) return found;
    // One that is free and too small gives way, so that rooms do not grow in number.
    const small = rooms.find(isFree);
    const room = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(length + FLAG_BYTES)));
    rooms = [...rooms.filter(each => each !== small), room];
    return room;
  };
  return bytes => {
    const room = roomFor(bytes.length);
    Atomics.store(flagOf(room), 0, TAKEN);
    const shared = { room, length: bytes.length };
    bytesIn(shared).set(bytes);
    return shared;
  };
}

/** The bytes themselves; they stay as they are until they are released. */
export const bytesIn = ({ room, length }: SharedBytes): Uint8Array =>
  new Uint8Array(room, FLAG_BYTES, length);

/** Says that the bytes are no longer wanted. */
export const release = ({ room }: SharedBytes): void => {
  Atomics.store(flagOf(room), 0, FREE);
};
