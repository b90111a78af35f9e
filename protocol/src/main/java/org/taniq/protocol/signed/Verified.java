package org.taniq.protocol.signed;

import org.taniq.protocol.Bytes;

/**
 * A document whose signatures were verified, with the exact bytes it was read from. Only this
 * package makes one.
 */
public final class Verified<T> {

  private final T document;
  private final Signed signed;
  private final Bytes sha256;

  Verified(T document, Signed signed) {
    this.document = document;
    this.signed = signed;
    this.sha256 = signed.sha256();
  }

  public T document() {
    return document;
  }

  /** The bytes and signatures as they came. */
  public Signed signed() {
    return signed;
  }

  /** SHA-256 of the document's bytes. */
  public Bytes sha256() {
    return sha256;
  }
}
