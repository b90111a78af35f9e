package org.taniq.protocol.vectors;

import java.math.BigInteger;

/**
 * Points of edwards25519 in the plainest arithmetic there is, for signatures that no honest signer
 * makes. RFC 8032 §5.1.
 *
 * @param x affine, below p
 * @param y affine, below p
 */
record Edwards(BigInteger x, BigInteger y) {

  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  static final Edwards NEUTRAL = new Edwards(BigInteger.ZERO, BigInteger.ONE);
  static final Edwards BASE = decode(Bytes.unhex("58" + "66".repeat(31)));

  /** A point of order 8. */
  static final Edwards TORSION =
      decode(Bytes.unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));

  Edwards plus(Edwards other) {
    BigInteger cross = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
    BigInteger over = x.multiply(other.y).add(y.multiply(other.x));
    BigInteger under = y.multiply(other.y).add(x.multiply(other.x));
    return new Edwards(
        over.multiply(BigInteger.ONE.add(cross).modInverse(P)).mod(P),
        under.multiply(BigInteger.ONE.subtract(cross).modInverse(P)).mod(P));
  }

  Edwards times(BigInteger factor) {
    Edwards product = NEUTRAL;
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      product = product.plus(product);
      product = factor.testBit(bit) ? product.plus(this) : product;
    }
    return product;
  }

  Edwards times(int factor) {
    return times(BigInteger.valueOf(factor));
  }

  /** The canonical 32 bytes. */
  byte[] encoded() {
    return little(x.testBit(0) ? y.setBit(255) : y);
  }

  /** A point of its encoding, canonical or not; an ArithmeticException if there is none. */
  static Edwards decode(byte[] encoded) {
    BigInteger whole = number(encoded);
    BigInteger y = whole.clearBit(255).mod(P);
    BigInteger square = y.multiply(y);
    BigInteger u = square.subtract(BigInteger.ONE);
    BigInteger xx = u.multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P)).mod(P);
    BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xx)) {
      x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xx)) {
      throw new ArithmeticException("no point");
    }
    return new Edwards(x.testBit(0) == whole.testBit(255) ? x : x.negate().mod(P), y);
  }

  /** 32 bytes, least significant first. */
  static byte[] little(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  /** The number in bytes of any length, least significant first. */
  static BigInteger number(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }
}
