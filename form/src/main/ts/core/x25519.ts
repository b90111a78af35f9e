/** X25519 (RFC 7748) by WebCrypto. */
import { importSecret } from './primitives.ts';

const BASE_POINT: Bytes = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

/** The shared secret, or null where it is all zeros: the public key is of low order. */
export async function x25519(secret: Bytes, publicKey: Bytes): Promise<Bytes | null> {
  const own = await importSecret('X25519', secret);
  const other = await crypto.subtle.importKey('raw', publicKey, 'X25519', false, []);
  let shared: Bytes;
  try {
    shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, own, 256));
  } catch {
    return null; // its one way to fail with two good keys (Secure Curves in WebCrypto, X25519, derive bits)
  }
  return shared.every((byte) => byte === 0) ? null : shared;
}

/** The public key of a secret. */
export async function x25519Public(secret: Bytes): Promise<Bytes> {
  const publicKey = await x25519(secret, BASE_POINT);
  if (publicKey === null) throw new Error('no secret is of low order');
  return publicKey;
}
