package org.taniq.protocol.envelope;

import org.taniq.protocol.envelope.EnvelopeException.Reason;

/** What an envelope holds: byte 13 of the header, SPEC §2.1. */
public enum Kind {
  TESTIMONY(0),
  IDENTITY(1),
  /** Reserved for shares that travel between custodians. */
  SHARE(2),
  ARCHIVE(3);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** The header's byte. */
  public byte code() {
    return (byte) code;
  }

  static Kind of(byte code) throws EnvelopeException {
    for (Kind kind : values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new EnvelopeException(Reason.UNKNOWN_KIND);
  }
}
