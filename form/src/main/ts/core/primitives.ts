/** SHA-256, HMAC, HKDF and AES-256-GCM as SPEC §0 names them, by WebCrypto. */
import { concat, EMPTY, u8 } from './bytes.ts';

export const sha256 = async (...parts: readonly Uint8Array[]): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));

export async function hmac(key: Bytes, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  // WebCrypto takes no empty key; 32 zeros are the same key to HMAC.
  const material = key.length > 0 ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey('raw', material, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, concat(...parts)));
}

/** HKDF-Extract, RFC 5869 §2.2. */
export const extract = (salt: Bytes, ikm: Bytes): Promise<Bytes> => hmac(salt, ikm);

/** HKDF-Expand, RFC 5869 §2.3, of at most 255 blocks. */
export async function expand(prk: Bytes, info: Bytes, length: number): Promise<Bytes> {
  if (length > 255 * 32) throw new RangeError('HKDF gives at most 8160 bytes');
  let block = EMPTY;
  let out = EMPTY;
  for (let i = 1; out.length < length; i++) {
    block = await hmac(prk, block, info, u8(i));
    out = concat(out, block);
  }
  return out.slice(0, length);
}

/** HKDF(ikm, salt, info, len); as HKDF(ikm, info) with an empty salt and 32 bytes. */
export const hkdf = async (ikm: Bytes, info: Bytes, salt: Bytes = EMPTY, length = 32): Promise<Bytes> =>
  expand(await extract(salt, ikm), info, length);

export const gcmKey = (key: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);

/** Seals under a nonce that this key never sees again; the tag is appended. */
export const gcmSeal = async (key: CryptoKey, nonce: Bytes, pt: Bytes, aad: Bytes = EMPTY): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, pt));

/** A Curve25519 secret in the PKCS #8 wrapping of RFC 8410, the one form in which WebCrypto takes its 32 bytes. */
export function importSecret(curve: 'Ed25519' | 'X25519', secret: Bytes): Promise<CryptoKey> {
  const ed = curve === 'Ed25519';
  const wrapping = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, ed ? 0x70 : 0x6e, 4, 0x22, 4, 0x20];
  const pkcs8 = concat(Uint8Array.from(wrapping), secret);
  // Extractable, because an Ed25519 key has no other way to its public half.
  return crypto.subtle.importKey('pkcs8', pkcs8, curve, ed, [ed ? 'sign' : 'deriveBits']);
}
