/** Encapsulation of X-Wing (draft-connolly-cfrg-xwing-kem), KEM 0x647a: ML-KEM-768 and X25519. */
import { sha3_256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { concat } from '../bytes.ts';
import { must, refuse } from '../refusal.ts';
import { x25519, x25519Public } from '../x25519.ts';

const ML_KEM_PUBLIC_BYTES = 1184;
export const PUBLIC_BYTES = ML_KEM_PUBLIC_BYTES + 32; // 1216
export const ENC_BYTES = 1088 + 32; // 1120
export const ESEED_BYTES = 32 + 32;

/** `\.//^\` */
const LABEL = Uint8Array.of(0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c);

function encapsulateMlKem(publicKey: Bytes, m: Bytes): { cipherText: Bytes; sharedSecret: Bytes } {
  try {
    return ml_kem768.encapsulate(publicKey, m);
  } catch {
    return refuse('BAD_RECIPIENT_KEY'); // its answer to a key outside the modulus
  }
}

/**
 * A fresh shared secret of 32 bytes, and enc of 1120 for the holder of pkR.
 *
 * @param eseed 64 fresh random bytes
 * @throws Refusal BAD_RECIPIENT_KEY
 */
export async function encapsulate(pkR: Bytes, eseed: Bytes): Promise<{ enc: Bytes; secret: Bytes }> {
  must(pkR.length === PUBLIC_BYTES, 'BAD_RECIPIENT_KEY');
  const { cipherText, sharedSecret } = encapsulateMlKem(pkR.slice(0, ML_KEM_PUBLIC_BYTES), eseed.slice(0, 32));
  const pkX = pkR.slice(ML_KEM_PUBLIC_BYTES);
  const skE = eseed.slice(32);
  const ssX = await x25519(skE, pkX);
  must(ssX !== null, 'BAD_RECIPIENT_KEY');
  const ctX = await x25519Public(skE);
  return { enc: concat(cipherText, ctX), secret: sha3_256(concat(sharedSecret, ssX, ctX, pkX, LABEL)) };
}
