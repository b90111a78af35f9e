/** The payload stream of SPEC §2.6 (Tink's AES256_GCM_HKDF_64KB), sealed once, segment after segment. */
import { concat, EMPTY, u32, u8 } from '../bytes.ts';
import { FIRST_PIECE_BYTES, PIECE_BYTES, segments, STREAM_HEADER_BYTES } from '../envelope/lengths.ts';
import { gcmKey, gcmSeal, hkdf } from '../primitives.ts';
import type { Random } from '../random.ts';

const SALT_BYTES = 32;
const PREFIX_BYTES = 7;

/** Cuts a byte stream of known length into the pieces that SPEC seals: 65480 bytes, then 65520 each, then the rest. */
async function* pieces(plaintext: AsyncIterable<Bytes>, length: number): AsyncGenerator<Bytes> {
  let left = length;
  let piece = new Uint8Array(Math.min(FIRST_PIECE_BYTES, left));
  let filled = 0;
  for await (const chunk of plaintext) {
    for (let at = 0; at < chunk.length; ) {
      if (left === 0) throw new Error('plaintext longer than announced');
      const part = chunk.subarray(at, at + piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === piece.length) {
        yield piece;
        left -= filled;
        piece = new Uint8Array(Math.min(PIECE_BYTES, left));
        filled = 0;
      }
    }
  }
  if (left > 0) throw new Error('plaintext shorter than announced');
}

/**
 * Seals a plaintext of exactly `length` bytes: first the stream's header, then one chunk for each segment. A generator
 * goes forward alone, so no segment is ever sealed twice; whoever sends them keeps them until they have arrived. One
 * that ends early or with an error has not sealed its last segment, and what it gave is no envelope.
 */
export function sealPayload(
  key: Bytes,
  aad: Bytes,
  plaintext: AsyncIterable<Bytes>,
  length: number,
  random: Random,
): AsyncGenerator<Bytes> {
  const salt = random(SALT_BYTES);
  const prefix = random(PREFIX_BYTES);
  return sealSegments(key, aad, plaintext, length, salt, prefix);
}

async function* sealSegments(
  key: Bytes,
  aad: Bytes,
  plaintext: AsyncIterable<Bytes>,
  length: number,
  salt: Bytes,
  prefix: Bytes,
): AsyncGenerator<Bytes> {
  const segmentKey = await gcmKey(await hkdf(key, aad, salt));
  const last = segments(length) - 1;
  yield concat(u8(STREAM_HEADER_BYTES), salt, prefix);
  let j = 0;
  for await (const piece of pieces(plaintext, length)) {
    const nonce = concat(prefix, u32(j), u8(j === last ? 1 : 0));
    j++;
    yield await gcmSeal(segmentKey, nonce, piece, EMPTY);
  }
}
