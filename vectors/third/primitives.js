/** SHA-256, HMAC, HKDF and AES-256-GCM as SPEC §0 names them, by node:crypto. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const hmac = (key, ...parts) => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** HKDF(ikm, info) has an empty salt and 32 bytes. node's `info` ends at 1024 bytes, so do none of ours. */
export const hkdf = (ikm, info, salt = Buffer.alloc(0), length = 32) =>
  Buffer.from(hkdfSync('sha256', ikm, salt, info, length));

const cipherOf = (key) => (key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm');

export function gcmSeal(key, nonce, aad, pt) {
  const cipher = createCipheriv(cipherOf(key), key, nonce).setAAD(aad);
  return Buffer.concat([cipher.update(pt), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or null when the tag is wrong. */
export function gcmOpen(key, nonce, aad, sealed) {
  if (sealed.length < 16) return null;
  const cut = sealed.length - 16;
  const decipher = createDecipheriv(cipherOf(key), key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(cut));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, cut)), decipher.final()]);
  } catch {
    return null;
  }
}
