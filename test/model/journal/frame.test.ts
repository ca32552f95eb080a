import { crc32 } from 'node:zlib';
import test from 'ava';
import { bodyAt, bodyLength, frameOf, HEAD, markerIn } from '../../../lib/model/journal/frame.js';

const BODY = Buffer.from('what was asked and given');
const FRAME = frameOf(BODY);

test('a frame is this one: a marker, the length, two checksums, the body', t => {
  t.is(HEAD, 16);
  t.is(FRAME.subarray(0, 8).toString('hex'), 'f76b630118000000');
  t.is(FRAME.subarray(8, 16).toString('hex'), 'e39fdbbff4f257b1');
  t.deepEqual(FRAME.subarray(16), BODY);
});

test('a body is read back wherever its frame stands, if all of it is there', t => {
  const bytes = Buffer.concat([Buffer.from('before'), FRAME, FRAME]);
  for (const at of [6, 6 + FRAME.length]) {
    t.is(bodyLength(bytes, at), BODY.length);
    t.deepEqual(bodyAt(bytes, at), BODY);
  }
  t.deepEqual(bodyAt(frameOf(Buffer.alloc(0)), 0), Buffer.alloc(0));
  for (let length = 0; length < FRAME.length; length++) {
    const part = FRAME.subarray(0, length);
    t.is(bodyLength(part, 0), length < HEAD ? undefined : BODY.length);
    t.is(bodyAt(part, 0), undefined);
  }
  t.is(bodyAt(bytes, 5), undefined);
});

test('one bit that is not what was written costs the body, and one of the head the length', t => {
  for (let bit = 0; bit < 8 * FRAME.length; bit++) {
    const bytes = Buffer.from(FRAME);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    t.is(bodyAt(bytes, 0), undefined, `bit ${bit}`);
    t.is(bodyLength(bytes, 0), bit < 8 * HEAD ? undefined : BODY.length, `bit ${bit}`);
  }
});

test('the next frame is found from a place on', t => {
  const bytes = Buffer.concat([FRAME, Buffer.from('between'), FRAME]);
  const second = FRAME.length + 7;
  t.is(markerIn(bytes, 0), 0);
  t.is(markerIn(bytes, 1), second);
  t.is(markerIn(bytes, second), second);
  t.is(markerIn(bytes, second + 1), -1);
});

test('a head of another version is none, be it as whole as it may', t => {
  const other = Buffer.from(FRAME);
  other[3] = 2;
  other.writeUInt32LE(crc32(other.subarray(0, 12)), 12);
  t.is(bodyLength(other, 0), undefined);
  t.is(bodyAt(other, 0), undefined);
});
