/** X-Wing (draft-connolly-cfrg-xwing-kem), KEM 0x647a: ML-KEM-768 and X25519. */
import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { concat } from './bytes.js';
import { x25519, x25519Public } from './curve25519.js';

export const PUBLIC_SIZE = 1216;
export const ENC_SIZE = 1120;
const LABEL = Buffer.from('5c2e2f2f5e5c', 'hex');

const combine = (ssM, ssX, ctX, pkX) => Buffer.from(sha3_256(concat(ssM, ssX, ctX, pkX, LABEL)));

/** Both halves of the key pair of a 32-byte seed. */
export function expand(seed) {
  const expanded = Buffer.from(shake256(seed, { dkLen: 96 }));
  const mlKem = ml_kem768.keygen(expanded.subarray(0, 64));
  const skX = expanded.subarray(64);
  const pkX = x25519Public(skX);
  return { skM: mlKem.secretKey, skX, pkX, publicKey: concat(mlKem.publicKey, pkX) };
}

/** The 32-byte shared secret, or null where the X25519 half is of low order. */
export function decapsulate(pair, enc) {
  const ssM = ml_kem768.decapsulate(enc.subarray(0, 1088), pair.skM);
  const ctX = enc.subarray(1088);
  const ssX = x25519(pair.skX, ctX);
  return ssX && combine(ssM, ssX, ctX, pair.pkX);
}

/** Whether shares can be sealed to it: its size, numbers below ML-KEM's modulus, no X25519 part of low order (§2.4). */
export function isRecipientKey(key) {
  if (key.length !== PUBLIC_SIZE) return false;
  for (let i = 0; i < 1152; i += 3) {
    const pair = key.readUIntLE(i, 3);
    if ((pair & 0xfff) >= 3329 || pair >> 12 >= 3329) return false;
  }
  return x25519(Buffer.alloc(32, 0x40), key.subarray(1184)) !== null;
}

/** The deterministic encapsulation of the draft, for its vectors. */
export function encapsulate(publicKey, eseed) {
  const pkX = publicKey.subarray(1184);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey.subarray(0, 1184), eseed.subarray(0, 32));
  const ctX = x25519Public(eseed.subarray(32));
  return { enc: concat(cipherText, ctX), secret: combine(sharedSecret, x25519(eseed.subarray(32), pkX), ctX, pkX) };
}
