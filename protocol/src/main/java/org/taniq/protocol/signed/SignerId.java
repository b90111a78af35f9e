package org.taniq.protocol.signed;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;

/** Names an Ed25519 public key: first 16 bytes of SHA-256(L("signer") ‖ key). SPEC §4. */
public final class SignerId implements Comparable<SignerId> {

  public static final int BYTES = 16;

  private final byte[] value;

  private SignerId(byte[] value) {
    this.value = value;
  }

  /**
   * Names a key.
   *
   * @param publicKey 32 bytes
   */
  public static SignerId of(byte[] publicKey) {
    if (publicKey.length != Signatures.PUBLIC_KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
    }
    MessageDigest sha256 = Hashes.sha256();
    sha256.update(Labels.of("signer"));
    return new SignerId(Arrays.copyOf(sha256.digest(publicKey), BYTES));
  }

  public static SignerId parse(String hex) throws MalformedException {
    return new SignerId(Spelling.parseHex(hex, BYTES));
  }

  public String hex() {
    return Spelling.hex(value);
  }

  /** 16 bytes, a copy. */
  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public int compareTo(SignerId other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignerId that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return hex();
  }
}
