package org.taniq.server.http;

import java.io.IOException;

/**
 * A request's body that cannot be read to its end: the sender has gone, was cut or was silent too
 * long, or what came is no HTTP. Nobody's fault here; a disk's faults are other exceptions.
 */
final class BrokenBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenBodyException(Throwable cause) {
    super("it broke off", cause);
  }
}
