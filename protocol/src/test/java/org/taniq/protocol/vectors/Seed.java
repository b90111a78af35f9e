package org.taniq.protocol.vectors;

/**
 * Reproducible bytes in place of randomness: HKDF of a name. Every vector draws from names of its
 * own, so that adding one changes no other.
 */
final class Seed {

  private final String name;

  Seed(String name) {
    this.name = name;
  }

  /** The bytes for one purpose; the same purpose gives the same bytes again. */
  byte[] bytes(String purpose, int length) {
    return Hashes.hkdf(
        Bytes.utf8(name), Bytes.ascii("taniq vectors, not secret"), Bytes.utf8(purpose), length);
  }

  Seed of(String part) {
    return new Seed(name + "/" + part);
  }
}
