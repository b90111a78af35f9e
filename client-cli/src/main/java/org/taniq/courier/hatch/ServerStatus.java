package org.taniq.courier.hatch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * What the server says of itself. SPEC §5.
 *
 * @param instance 64 hex digits
 * @param bulletin number of the bulletin that it serves, null if none
 * @param date of the bulletin, null if none or not told
 * @param validUntil last day of the bulletin, likewise
 * @param site version of the site, null if none
 * @param envelopes how many it holds
 * @param bytes in how many bytes
 * @param free bytes that it still takes
 * @param day its UTC day
 * @param clock its clock
 */
record ServerStatus(
    String instance,
    @Nullable Long bulletin,
    @Nullable LocalDate date,
    @Nullable LocalDate validUntil,
    @Nullable Long site,
    long envelopes,
    long bytes,
    long free,
    LocalDate day,
    Instant clock) {
  static final int MAX_BYTES = 16 << 10;

  static ServerStatus parse(byte[] bytes) throws MalformedException {
    JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES));
    return new ServerStatus(
        Spelling.hex(fields.hex("instance", 32)),
        number(fields, "bulletin", "number"),
        day(fields, "date"),
        day(fields, "valid_until"),
        number(fields, "site", "version"),
        fields.integer("envelopes", 0, JsonFields.MAX_INTEGER),
        fields.integer("bytes", 0, JsonFields.MAX_INTEGER),
        fields.integer("free", 0, JsonFields.MAX_INTEGER),
        fields.date("day"),
        Instant.ofEpochSecond(clock(fields.text("clock"))));
  }

  private static @Nullable Long number(JsonFields fields, String object, String name)
      throws MalformedException {
    if (!fields.has(object) || fields.isNull(object)) {
      return null;
    }
    JsonFields inner = fields.object(object);
    return !inner.has(name) || inner.isNull(name)
        ? null
        : inner.integer(name, 0, JsonFields.MAX_INTEGER);
  }

  private static @Nullable LocalDate day(JsonFields fields, String name) throws MalformedException {
    if (!fields.has("bulletin") || fields.isNull("bulletin")) {
      return null;
    }
    JsonFields bulletin = fields.object("bulletin");
    return bulletin.has(name) ? bulletin.date(name) : null;
  }

  /** Seconds since 1970, as the text of a number. */
  static long clock(String text) throws MalformedException {
    if (!text.matches("[0-9]{1,12}")) {
      throw new MalformedException("clock");
    }
    return Long.parseLong(text);
  }

  /** How far this machine's clock is ahead of the server's; negative: behind. */
  Duration ahead(Instant here) {
    return Duration.between(clock, here);
  }
}
