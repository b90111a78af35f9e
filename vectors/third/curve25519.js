/** Ed25519 and X25519 with the rules of SPEC §0, raw keys in and out. */
import { createPrivateKey, createPublicKey, diffieHellman, sign, verify } from 'node:crypto';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a) => ((a % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n);
const little = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

/** The point [x, y] of a canonical encoding, else null. */
function point(encoded) {
  const whole = little(encoded);
  const y = whole & (2n ** 255n - 1n);
  const sign = whole >> 255n;
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * ROOT_OF_MINUS_1);
  if (mod(v * x * x) !== u) return null;
  if (x === 0n && sign === 1n) return null;
  return [(x & 1n) === sign ? x : P - x, y];
}

function double([x, y]) {
  const inverse = (a) => power(a, P - 2n);
  const t = mod(D * x * x * y * y);
  return [mod(2n * x * y * inverse(1n + t)), mod((y * y + x * x) * inverse(1n - t))];
}

/** Whether the 32 bytes are a canonical encoding of a point of large order (§0). */
export function isSigningKey(key) {
  let p = key.length === 32 ? point(key) : null;
  if (!p) return false;
  for (let i = 0; i < 3; i++) p = double(p);
  return !(p[0] === 0n && p[1] === 1n);
}

const raw = (bytes) => Buffer.from(bytes).toString('base64url');
const publicKey = (crv, x) => createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv, x: raw(x) } });
const secretKey = (crv, d) => {
  // PKCS #8 of RFC 8410, because a JWK would want the public half too.
  const prefix = `302e020100300506032b65${crv === 'Ed25519' ? '70' : '6e'}04220420`;
  return createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([Buffer.from(prefix, 'hex'), d]) });
};
const publicOf = (secret) => Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x, 'base64url');

export const ed25519Public = (seed) => publicOf(secretKey('Ed25519', seed));
export const ed25519Sign = (seed, message) => sign(null, message, secretKey('Ed25519', seed));

/** node's own verification is §0's but for points of small order: it compares the bytes of S·B − k·A with R. */
export function ed25519Verify(key, message, signature) {
  if (signature.length !== 64 || little(signature.subarray(32)) >= ORDER) return false;
  if (!isSigningKey(key) || !isSigningKey(signature.subarray(0, 32))) return false;
  return verify(null, message, publicKey('Ed25519', key), signature);
}

export const x25519Public = (secret) => publicOf(secretKey('X25519', secret));

/** The shared secret, or null where it is all zeros (a public key of low order). */
export function x25519(secret, key) {
  try {
    return diffieHellman({ privateKey: secretKey('X25519', secret), publicKey: publicKey('X25519', key) });
  } catch {
    return null;
  }
}
