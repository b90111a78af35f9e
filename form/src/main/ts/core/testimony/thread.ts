/** thread.sig, SPEC §3.6. */
import { label, u8 } from '../bytes.ts';
import type { SigningPair } from '../ed25519.ts';
import { sha256 } from '../primitives.ts';

export type ThreadDocument = 'testimony.json' | 'part.json';

/** The thread key's signature over a testimony's or part's JSON, 64 bytes. */
export async function threadSignature(thread: SigningPair, instance: Bytes, document: ThreadDocument, json: Bytes): Promise<Bytes> {
  return thread.sign(label('thread'), instance, u8(document === 'testimony.json' ? 1 : 2), await sha256(json));
}
