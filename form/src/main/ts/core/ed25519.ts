/** Ed25519 with the rules of SPEC §0: WebCrypto's equation, and what it leaves to its callers. */
import { concat } from './bytes.ts';
import { importSecret } from './primitives.ts';
import { unb64u, unhex } from './spelling.ts';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** Least significant byte first. */
function little(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

/** The y of every point of small order. */
const SMALL_ORDER: readonly bigint[] = [
  0n,
  1n,
  P - 1n,
  ...[
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ].map((text) => little(unhex(text) ?? new Uint8Array(0))),
];

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % P, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) result = (result * b) % P;
  return result;
}

/** Whether some point of the curve has this y, other than those with x = 0: x² = (y² − 1) / (dy² + 1) is a square. §0, 2. */
function isOnCurve(y: bigint): boolean {
  const yy = (y * y) % P;
  const square = ((yy - 1n + P) * (D * yy + 1n)) % P; // the quotient times the square of its divisor
  return power(square, (P - 1n) / 2n) === 1n;
}

/** Whether the bytes are a canonical encoding of a point of large order. §0, 2. */
export function isSigningKey(key: Uint8Array): boolean {
  if (key.length !== 32) return false;
  const y = little(key) & (2n ** 255n - 1n);
  return y < P && !SMALL_ORDER.includes(y) && isOnCurve(y);
}

/** Whether the signature is one by §0: canonical, of large order, and true to the equation without the cofactor. */
export async function verify(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (signature.length !== 64 || little(signature.subarray(32)) >= L) return false;
  if (!isSigningKey(key) || !isSigningKey(signature.subarray(0, 32))) return false;
  const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', imported, signature, message);
}

/** A key pair that signs. */
export interface SigningPair {
  readonly publicKey: Bytes;
  sign(...message: readonly Uint8Array[]): Promise<Bytes>;
}

/** The key pair of a 32-byte seed. */
export async function signingPair(seed: Bytes): Promise<SigningPair> {
  const secret = await importSecret('Ed25519', seed);
  const publicKey = unb64u((await crypto.subtle.exportKey('jwk', secret)).x ?? '');
  if (publicKey?.length !== 32) throw new Error('WebCrypto gives no public key');
  return {
    publicKey,
    sign: async (...message) => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, concat(...message))),
  };
}
