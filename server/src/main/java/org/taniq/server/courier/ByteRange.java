package org.taniq.server.courier;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Part of an envelope, SPEC §5: {@code Range: bytes=a-} or {@code bytes=a-b}.
 *
 * @param from first byte
 * @param to last byte, inclusive; from − 1 for nothing
 */
public record ByteRange(long from, long to) {
  private static final Pattern HEADER = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})?");

  /** Bytes in it. */
  public long length() {
    return to - from + 1;
  }

  /**
   * The part that a header asks for.
   *
   * @param header null for the whole
   * @param size of the envelope in bytes
   * @return empty if no byte of it is there, or it is no single range
   */
  public static Optional<ByteRange> of(@Nullable String header, long size) {
    if (header == null) {
      return Optional.of(new ByteRange(0, size - 1));
    }
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long from = Long.parseLong(matcher.group(1));
    long to = matcher.group(2) == null ? size - 1 : Long.parseLong(matcher.group(2));
    return from >= size || to < from
        ? Optional.empty()
        : Optional.of(new ByteRange(from, Math.min(to, size - 1)));
  }
}
