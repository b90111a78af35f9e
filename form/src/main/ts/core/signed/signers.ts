/** Those who sign, and how their signatures are counted. SPEC §4. */
import { concat, label, u8, utf8 } from '../bytes.ts';
import { isSigningKey, verify } from '../ed25519.ts';
import { sha256 } from '../primitives.ts';
import { must } from '../refusal.ts';
import { hex, unhex } from '../spelling.ts';
import type { Signed } from './signed.ts';

/** A long-lived Ed25519 key and its signer id. */
export interface Signer {
  readonly id: string;
  readonly key: Bytes;
}

/** BAD_DOCUMENT unless the key is as §0 asks. */
export async function signerOf(key: Bytes): Promise<Signer> {
  must(isSigningKey(key), 'BAD_DOCUMENT');
  return { id: hex((await sha256(label('signer'), key)).subarray(0, 16)), key };
}

export const byId = (signers: readonly Signer[]): ReadonlyMap<string, Signer> => new Map(signers.map((signer) => [signer.id, signer]));

/**
 * The ids of those who signed, all of whom have a right here. How many of them count is for the caller to say.
 *
 * @param entitled who has a right to sign this document
 * @throws Refusal UNKNOWN_SIGNER, then BAD_SIGNATURE
 */
export async function verifiedSigners({ type, hash, signatures }: Signed, entitled: readonly Signer[]): Promise<ReadonlySet<string>> {
  const known = byId(entitled);
  for (const { signer } of signatures) must(known.has(signer), 'UNKNOWN_SIGNER');
  const message = concat(label('signed'), utf8(type), u8(0), unhex(hash) ?? new Uint8Array(0));
  for (const { signer, signature } of signatures) {
    const key = known.get(signer)?.key;
    must(key !== undefined && (await verify(key, message, signature)), 'BAD_SIGNATURE');
  }
  return new Set(signatures.map(({ signer }) => signer));
}

/** Whether enough different ones of these are among those who signed. */
export const enough = (signed: ReadonlySet<string>, counted: readonly Signer[], threshold: number): boolean =>
  new Set(counted.map(({ id }) => id).filter((id) => signed.has(id))).size >= threshold;
