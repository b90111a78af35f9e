package org.taniq.courier.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.taniq.courier.transport.TransportException.Reason;

/** Small things that everything on the wire needs. */
final class Wire {
  private Wire() {}

  /** The failure of a socket by its name. */
  static TransportException named(IOException e) {
    if (e instanceof TransportException named) {
      return named;
    }
    Reason reason = e instanceof SocketTimeoutException ? Reason.SILENT : Reason.CUT;
    return new TransportException(reason, e);
  }

  /** Closes what is given up anyway; its failure to close tells nothing more. */
  static void closeQuietly(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      return;
    }
  }
}
