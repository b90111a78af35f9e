package org.taniq.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string with equality by content, for hashes, ids and public keys. No secrets.
 */
public final class Bytes implements Comparable<Bytes> {

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  public static Bytes parseHex(String text, int size) throws MalformedException {
    return new Bytes(Spelling.parseHex(text, size));
  }

  public int length() {
    return value.length;
  }

  /** A fresh copy. */
  public byte[] toArray() {
    return value.clone();
  }

  public String hex() {
    return Spelling.hex(value);
  }

  /** Unsigned, byte by byte. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
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
