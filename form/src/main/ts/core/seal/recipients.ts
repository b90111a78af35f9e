/** Whom an envelope is sealed to: the keys of a verified keyset, in its order. */
import type { Kind } from '../envelope/fixed-header.ts';
import { encapsulate, ESEED_BYTES } from './xwing.ts';

export interface Recipients {
  /** 16 bytes. */
  readonly keysetId: Bytes;
  /** k of a testimony, and of who somebody is. */
  readonly testimony: number;
  readonly identity: number;
  /** X-Wing pkR of 1216 bytes each, 1..16. */
  readonly publicKeys: readonly Bytes[];
}

export function quorumOf(recipients: Recipients, kind: Kind): number {
  if (kind === 'archive') throw new RangeError('the use gives the quorum of an archive envelope');
  return recipients[kind];
}

/**
 * Tries every key, so that a broken one is found before a submitter writes a word.
 *
 * @throws Refusal BAD_RECIPIENT_KEY
 */
export async function checkRecipients({ publicKeys }: Recipients): Promise<void> {
  for (const pkR of publicKeys) await encapsulate(pkR, new Uint8Array(ESEED_BYTES));
}
