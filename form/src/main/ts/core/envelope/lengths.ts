/** Padded sizes and lengths of envelopes, SPEC §2.7. All stay below 2^34 and are exact as numbers. */
import { must } from '../refusal.ts';

/** Padded size of identity.sealed. */
export const IDENTITY_PADDED = 8192;

/** Plaintext of a segment: 65536 less the tag, of the first one less the stream's header too. */
export const PIECE_BYTES = 65520;
export const FIRST_PIECE_BYTES = 65480;
export const STREAM_HEADER_BYTES = 40;
export const TAG_BYTES = 16;

const FLOOR = 65536;
const LARGEST = 2 ** 33;

const log2 = (n: number): number => n.toString(2).length - 1;

function padme(length: number): number {
  const e = log2(length);
  const step = 2 ** (e - (log2(e) + 1));
  return Math.ceil(length / step) * step;
}

/** padded(L) of a used length, everywhere but in identity.sealed; TOO_LARGE over 2^33. */
export function padded(used: number): number {
  const size = Math.max(FLOOR, padme(Math.max(used, FLOOR)));
  must(size <= LARGEST, 'TOO_LARGE');
  return size;
}

/** Number of segments of a padded plaintext. */
export const segments = (p: number): number =>
  p <= FIRST_PIECE_BYTES ? 1 : 1 + Math.ceil((p - FIRST_PIECE_BYTES) / PIECE_BYTES);

export const streamLength = (p: number): number => STREAM_HEADER_BYTES + p + TAG_BYTES * segments(p);

/** Header of an envelope with n slots, up to and with its MAC. */
export const headerLength = (n: number): number => 64 + 1201 * n;

export const envelopeLength = (n: number, p: number): number => headerLength(n) + streamLength(p);
