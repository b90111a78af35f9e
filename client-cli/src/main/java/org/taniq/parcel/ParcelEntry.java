package org.taniq.parcel;

import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing carried in a parcel. SPEC §9.2.
 *
 * @param name file name, as {@link FatName} allows
 * @param size bytes of content
 * @param sha256 of the content, 64 lower-case hex digits
 * @param arrival what the server says of an envelope; null in an outgoing parcel
 */
public record ParcelEntry(String name, long size, String sha256, @Nullable Arrival arrival) {
  /** Largest content, as the largest envelope. SPEC §2.7. */
  static final long MAX_SIZE = (1L << 33) + (1L << 30);

  private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern HEX_16 = Pattern.compile("[0-9a-f]{32}");

  /**
   * Where an envelope came from. None of it is signed: it helps to sort, nothing is decided by it.
   *
   * @param id the server's random id, 32 hex digits
   * @param keyset keyset id, 32 hex digits
   * @param day UTC day of arrival at the server
   */
  public record Arrival(String id, String keyset, LocalDate day) {
    public Arrival {
      if (!HEX_16.matcher(id).matches() || !HEX_16.matcher(keyset).matches()) {
        throw new IllegalArgumentException("id or keyset is not 32 hex digits");
      }
    }
  }

  /**
   * Copies the fields.
   *
   * @throws IllegalArgumentException on a value outside SPEC §9.2
   */
  public ParcelEntry {
    if (!FatName.allowed(name)) {
      throw new IllegalArgumentException("name is not allowed in a parcel");
    }
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("size is out of range");
    }
    if (!HEX_32.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256 is not 64 hex digits");
    }
  }

  /** An envelope of an incoming parcel; its name is the server's id. */
  public static ParcelEntry envelope(Arrival arrival, long size, String sha256) {
    return new ParcelEntry(arrival.id() + ".envelope", size, sha256, arrival);
  }
}
