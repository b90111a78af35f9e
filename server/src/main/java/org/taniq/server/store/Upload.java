package org.taniq.server.store;

import java.time.LocalDate;

/**
 * State of a tus upload.
 *
 * @param token what the uploader holds
 * @param length declared length of the whole envelope, bytes
 * @param offset bytes that are kept; while somebody writes, at least those kept before this writer
 *     came
 * @param created UTC day of creation; the keyset is judged as of this day
 * @param active UTC day on which bytes came last
 * @param finished whether it has become an envelope
 */
public record Upload(
    UploadToken token,
    long length,
    long offset,
    LocalDate created,
    LocalDate active,
    boolean finished) {

  /** Days an idle upload is kept, the day it was last active on not counted whole. */
  static final int KEPT_DAYS = 2;

  public Upload {
    if (length < 1 || offset < 0 || offset > length || finished != (offset == length)) {
      throw new IllegalArgumentException("offset and length do not fit");
    }
  }

  /**
   * The first day on which it is gone: 24 hours of idleness rounded up to a whole UTC day, since no
   * time of day is kept.
   */
  public LocalDate expires() {
    return active.plusDays(KEPT_DAYS);
  }
}
