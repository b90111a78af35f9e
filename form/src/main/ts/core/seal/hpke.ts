/** HPKE's single-shot SealBase (RFC 9180 §6.1) for the suite of SPEC §2.1. */
import { concat, EMPTY, u16, u8, utf8 } from '../bytes.ts';
import { expand, extract, gcmKey, gcmSeal } from '../primitives.ts';
import type { Random } from '../random.ts';
import { encapsulate, ESEED_BYTES } from './xwing.ts';

export interface Suite {
  readonly kem: number;
  readonly kdf: number;
  readonly aead: number;
}

/** X-Wing, HKDF-SHA256, AES-256-GCM. */
const SUITE: Suite = { kem: 0x647a, kdf: 1, aead: 2 };
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** KeySchedule in mode_base, RFC 9180 §5.1, for an AEAD with keys of 32 bytes: key and base nonce. */
export async function keySchedule(shared: Bytes, info: Bytes, suite: Suite = SUITE): Promise<{ key: Bytes; nonce: Bytes }> {
  const suiteId = concat(utf8('HPKE'), u16(suite.kem), u16(suite.kdf), u16(suite.aead));
  const labeled = (name: string, value: Bytes): Bytes => concat(utf8('HPKE-v1'), suiteId, utf8(name), value);
  const pskIdHash = await extract(EMPTY, labeled('psk_id_hash', EMPTY));
  const infoHash = await extract(EMPTY, labeled('info_hash', info));
  const context = concat(u8(0), pskIdHash, infoHash);
  const secret = await extract(shared, labeled('secret', EMPTY));
  const key = await expand(secret, concat(u16(KEY_BYTES), labeled('key', context)), KEY_BYTES);
  const nonce = await expand(secret, concat(u16(NONCE_BYTES), labeled('base_nonce', context)), NONCE_BYTES);
  return { key, nonce };
}

/**
 * Seals one message with an empty aad.
 *
 * @returns enc ‖ ct, 1120 + pt + 16 bytes
 * @throws Refusal BAD_RECIPIENT_KEY
 */
export async function sealBase(pkR: Bytes, info: Bytes, pt: Bytes, random: Random): Promise<Bytes> {
  const { enc, secret } = await encapsulate(pkR, random(ESEED_BYTES));
  const { key, nonce } = await keySchedule(secret, info);
  return concat(enc, await gcmSeal(await gcmKey(key), nonce, pt));
}
