/** The fixed header H0, SPEC §2.1. */
import { concat } from '../bytes.ts';
import { must } from '../refusal.ts';

export type Kind = 'testimony' | 'identity' | 'archive';

const KINDS: Readonly<Record<Kind, number>> = { testimony: 0, identity: 1, archive: 3 };

export const KEYSET_ID_BYTES = 16;
export const MAX_SLOTS = 16;

/** H0 of 32 bytes; BAD_QUORUM unless 1 ≤ k ≤ n ≤ 16. */
export function fixedHeader(k: number, n: number, kind: Kind, keysetId: Bytes): Bytes {
  must(Number.isInteger(k) && Number.isInteger(n) && 1 <= k && k <= n && n <= MAX_SLOTS, 'BAD_QUORUM');
  if (keysetId.length !== KEYSET_ID_BYTES) throw new RangeError('a keyset id has 16 bytes');
  // Magic, suite, k, n, log2 of the segment size, kind, zero.
  return concat(Uint8Array.of(0x89, 0x54, 0x4e, 0x51, 0x0d, 0x0a, 0x1a, 0x01, 0, 1, k, n, 16, KINDS[kind], 0, 0), keysetId);
}
