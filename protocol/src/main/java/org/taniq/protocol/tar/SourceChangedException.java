package org.taniq.protocol.tar;

import java.io.IOException;
import java.io.Serial;

/** A file had another size or content when it was read for the second time. */
public final class SourceChangedException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  public SourceChangedException() {
    super("changed while being read");
  }
}
