/** Shamir's scheme of SPEC §2.3, byte by byte over GF(2^8) modulo 0x11b. Shares are x ‖ y. */
function multiply(a, b) {
  let product = 0;
  for (let x = a, y = b; y; y >>= 1, x = (x << 1) ^ (x & 0x80 ? 0x11b : 0)) if (y & 1) product ^= x;
  return product;
}

function inverse(a) {
  let result = 1;
  for (let i = 0; i < 254; i++) result = multiply(result, a);
  return result;
}

/** Lagrange interpolation at 0 over shares of different x. */
export function combine(shares) {
  const secret = Buffer.alloc(shares[0].length - 1);
  for (const share of shares) {
    let basis = 1;
    for (const other of shares) {
      if (other !== share) basis = multiply(basis, multiply(other[0], inverse(other[0] ^ share[0])));
    }
    for (let i = 0; i < secret.length; i++) secret[i] ^= multiply(basis, share[i + 1]);
  }
  return secret;
}

/** The share at x of a polynomial whose coefficients are byte strings, constant term first. */
export function evaluate(x, coefficients) {
  const y = Buffer.alloc(coefficients[0].length);
  for (let i = 0; i < y.length; i++) y[i] = coefficients.reduceRight((sum, c) => multiply(sum, x) ^ c[i], 0);
  return Buffer.concat([Buffer.from([x]), y]);
}
