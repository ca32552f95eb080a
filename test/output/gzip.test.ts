import { gunzipSync, inflateRawSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { gzipMember, gzipMemberAside } from '../../lib/output/gzip.js';

test('gunzip gives the bytes back, from one member and from many', t => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5000 }), { minLength: 1 }), parts => {
      const members = parts.map(part => gzipMember(part, 6));
      t.deepEqual(gunzipSync(Buffer.concat(members)), Buffer.concat(parts));
      t.deepEqual(
        members.map(member => gunzipSync(member)),
        parts.map(part => Buffer.from(part)),
      );
    }),
    { numRuns: 40 },
  );
});

test('a member has neither time nor system in its header', t => {
  const member = gzipMember(Buffer.from('line\n'.repeat(100)), 6);
  t.is(member.subarray(0, 4).toString('hex'), '1f8b0800', 'deflate, and no further fields');
  t.is(member.readUInt32LE(4), 0, 'no time');
  t.is(member[9], 255, 'no system');
  t.is(member.readUInt32LE(member.length - 4), inflateRawSync(member.subarray(10, -8)).length);
});

test('on the thread pool the bytes are the same', async t => {
  for (const size of [0, 1, 1 << 14, 1 << 20, 3_000_001]) {
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * i) % 251));
    t.deepEqual(await gzipMemberAside(bytes, 6), gzipMember(bytes, 6));
  }
});

test('the level counts', t => {
  const bytes = Buffer.from('abcdefgh'.repeat(5000));
  t.true(gzipMember(bytes, 0).length > 40_000);
  t.true(gzipMember(bytes, 9).length < 400);
});
