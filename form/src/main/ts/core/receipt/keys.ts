/** What follows from a receipt code for one instance, SPEC §6. */
import { concat, label } from '../bytes.ts';
import { type SigningPair, signingPair } from '../ed25519.ts';
import { hkdf } from '../primitives.ts';

export interface ReceiptKeys {
  /** Reply key, 32 bytes. */
  readonly reply: Bytes;
  readonly thread: SigningPair;
}

/** Seed of the thread key, 32 bytes. */
export const threadSeed = (entropy: Bytes, instance: Bytes): Promise<Bytes> => hkdf(entropy, concat(label('thread-key'), instance));

/** Reply key and thread key of 16 bytes of entropy for an instance of 32 bytes. */
export async function receiptKeys(entropy: Bytes, instance: Bytes): Promise<ReceiptKeys> {
  const reply = await hkdf(entropy, concat(label('reply'), instance));
  return { reply, thread: await signingPair(await threadSeed(entropy, instance)) };
}
