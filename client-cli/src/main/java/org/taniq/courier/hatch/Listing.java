package org.taniq.courier.hatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * One page of the server's list of envelopes. SPEC §5.
 *
 * @param envelopes sorted by id
 * @param more whether another page follows
 */
record Listing(List<ParcelEntry> envelopes, boolean more) {
  /** Envelopes on a page. */
  static final int LIMIT = 1000;

  static final int MAX_BYTES = 1 << 20;

  Listing {
    envelopes = List.copyOf(envelopes);
  }

  /**
   * Reads a page.
   *
   * @param after id after which it begins, empty for the first page
   * @throws MalformedException also when the ids do not rise, so that listing comes to an end
   */
  static Listing parse(byte[] bytes, String after) throws MalformedException {
    JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES));
    List<ParcelEntry> entries = fields.list("envelopes", LIMIT, Listing::entry);
    boolean more = fields.bool("more");
    String last = after.isEmpty() ? "" : after + ".envelope";
    for (ParcelEntry entry : entries) {
      if (entry.name().compareTo(last) <= 0) {
        throw new MalformedException("ids do not rise");
      }
      last = entry.name();
    }
    if (more && entries.isEmpty()) {
      throw new MalformedException("more of nothing");
    }
    return new Listing(entries, more);
  }

  private static ParcelEntry entry(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    Arrival arrival =
        new Arrival(
            Spelling.hex(fields.hex("id", 16)),
            Spelling.hex(fields.hex("keyset", 16)),
            fields.date("day"));
    long size = fields.integer("size", 1, JsonFields.MAX_INTEGER);
    String sha256 = Spelling.hex(fields.hex("sha256", 32));
    try {
      return ParcelEntry.envelope(arrival, size, sha256);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("size");
    }
  }
}
