package org.taniq.protocol.envelope;

import java.io.IOException;
import java.io.Serial;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

/**
 * An {@link EnvelopeException} met inside a stream, where {@link java.io.InputStream} only lets an
 * IOException through. Any other IOException of such a stream is the disk's or the pipe's.
 */
public final class EnvelopeIOException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  public EnvelopeIOException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The same refusal, for callers above the streams. */
  public EnvelopeException unwrap() {
    return new EnvelopeException(reason);
  }
}
