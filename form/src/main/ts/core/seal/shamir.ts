/** Shamir's sharing of SPEC §2.3, byte by byte over GF(2^8) modulo z^8+z^4+z^3+z+1. Shares are x ‖ y. */
import { concat, u8 } from '../bytes.ts';
import type { Random } from '../random.ts';

/** Product of two field elements, without a branch or a table that depends on them. */
export function multiply(a: number, b: number): number {
  let product = 0;
  let x = a;
  for (let bit = 0; bit < 8; bit++) {
    product ^= x & -((b >> bit) & 1);
    x = (x << 1) ^ (0x11b & -((x >> 7) & 1));
  }
  return product;
}

/** Value at x of the polynomials whose coefficients are byte strings, constant terms first. */
function valueAt(x: number, coefficients: readonly Bytes[]): Bytes {
  const y = new Uint8Array(coefficients[0]?.length ?? 0);
  for (const coefficient of coefficients.toReversed()) {
    for (let i = 0; i < y.length; i++) y[i] = multiply(y[i] ?? 0, x) ^ (coefficient[i] ?? 0);
  }
  return y;
}

/** The share of each of n slots; k of them give the secret. Draws the coefficients of z^1, z^2 … in this order. */
export function split(secret: Bytes, k: number, n: number, random: Random): Bytes[] {
  if (k === 1) return Array.from({ length: n }, () => concat(u8(0), secret));
  const coefficients = [secret];
  while (coefficients.length < k) coefficients.push(random(secret.length));
  const shares = Array.from({ length: n }, (_, i) => concat(u8(i + 1), valueAt(i + 1, coefficients)));
  for (const coefficient of coefficients.slice(1)) coefficient.fill(0);
  return shares;
}
