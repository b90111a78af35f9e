package org.taniq.protocol.signed;

import org.taniq.protocol.Secret;

/** An Ed25519 secret key. */
public final class SigningKey extends Secret {

  public static final int SEED_BYTES = Signatures.SEED_BYTES; // 32

  private final byte[] publicKey;

  /**
   * Takes a seed.
   *
   * @param seed 32 bytes, copied; the caller zeroes its own
   */
  public SigningKey(byte[] seed) {
    super(seed, SEED_BYTES);
    this.publicKey = Signatures.publicKey(open());
  }

  /** 32 bytes, a copy. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  public SignerId id() {
    return SignerId.of(publicKey);
  }

  /** 64 bytes over the message as it is; the caller puts the label in front. */
  public byte[] sign(byte[] message) {
    return Signatures.sign(open(), message);
  }
}
