package org.taniq.courier.transport;

import java.io.IOException;

/** The way to the server failed; what is local (a full disk) stays a plain IOException. */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Where it failed. */
  public enum Reason {
    /** Nothing listens at the proxy's address, or it speaks no SOCKS5. */
    NO_PROXY,
    /** The proxy could not reach the server, or the server's name is not known. */
    UNREACHABLE,
    /** Nobody whom this machine trusts signed the certificate. */
    NOT_TRUSTED,
    /** The certificate is good and another name's. */
    WRONG_NAME,
    /** The certificate's days are over or have not begun, by this machine's clock. */
    OUT_OF_DATE,
    /** The connection ended too early. */
    CUT,
    /** Nothing moved for the whole waiting time. */
    SILENT,
    /** What came is not HTTP as it should be. */
    BAD_ANSWER
  }

  private final Reason reason;

  public TransportException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  TransportException(Reason reason, IOException cause) {
    super(reason.name(), cause);
    this.reason = reason;
  }

  /** Where it failed. */
  public Reason reason() {
    return reason;
  }
}
