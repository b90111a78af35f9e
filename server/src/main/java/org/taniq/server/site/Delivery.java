package org.taniq.server.site;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Files that were delivered together, in the order in which SPEC §5 wants them. */
interface Delivery extends Closeable {
  /** All files together may have so many bytes. */
  long MAX_BYTES = 256L << 20;

  /** As many as a site lists, with the two that list them. */
  int MAX_FILES = 4096 + 2;

  /**
   * One file.
   *
   * @param content good until the next one is asked for
   */
  record Item(String name, long size, InputStream content) {}

  /**
   * The next file, or null after the last; then the delivery is known to be whole.
   *
   * @throws IOException the delivery cannot be read
   * @throws PublicationException BAD_TAR, TOO_LARGE
   */
  @Nullable Item next() throws IOException, PublicationException;
}
