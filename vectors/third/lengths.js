/** Padded sizes and envelope lengths, SPEC §2.7. Sizes stay below 2^34 and are exact as numbers. */
import { must } from './refusal.js';

export const IDENTITY_SIZE = 8192;
const LARGEST = 2 ** 33;

const log2 = (n) => n.toString(2).length - 1;

export function padme(length) {
  const e = log2(length);
  const mask = 2 ** (e - (log2(e) + 1));
  return Math.ceil(length / mask) * mask;
}

/** padded(L) everywhere but in identity.sealed. */
export function padded(used) {
  const size = Math.max(65536, padme(used));
  must(size <= LARGEST, 'TOO_LARGE');
  return size;
}

export const segments = (p) => (p <= 65480 ? 1 : 1 + Math.ceil((p - 65480) / 65520));
export const streamLength = (p) => 40 + p + 16 * segments(p);
export const headerLength = (n) => 64 + 1201 * n;

/** The plaintext length of a stream of this length, or null. */
export function plaintextLength(stream) {
  const m = stream <= 65536 ? 1 : Math.ceil(stream / 65536);
  const p = stream - 40 - 16 * m;
  return p > 0 && streamLength(p) === stream ? p : null;
}

const isPadded = (p) => p >= 65536 && p <= LARGEST && padme(p) === p;

/** Whether an envelope with n slots may have this length; `place` is 'identity' where P must be 8192. */
export function isLength(total, n, place) {
  const p = plaintextLength(total - headerLength(n));
  if (p === null) return false;
  if (place === 'identity') return p === IDENTITY_SIZE;
  return isPadded(p) || (place === 'either' && p === IDENTITY_SIZE);
}

/** Every n on whose lattice the length is. */
export const latticeOf = (total) => Array.from({ length: 16 }, (_, i) => i + 1).filter((n) => isLength(total, n, 'testimony'));
