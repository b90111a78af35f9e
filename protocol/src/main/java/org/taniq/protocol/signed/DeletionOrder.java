package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;

/**
 * Envelopes that the server may delete. SPEC §4.6.
 *
 * @param order 16 random bytes
 */
public record DeletionOrder(Bytes instance, Bytes order, LocalDate date, List<Entry> entries) {

  public static final int ID_BYTES = 16;
  public static final int MAX_ENTRIES = 10_000;
  public static final int MIN_AGE_DAYS = 7;

  /** Why an envelope is no longer needed on the server. */
  public enum Why {
    ARCHIVED,
    UNDECIPHERABLE
  }

  /** The server's answer to one entry. */
  public enum Answer {
    DELETED,
    UNKNOWN_ID,
    HASH_DIFFERS,
    TOO_YOUNG;

    /** As in the server's JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One envelope.
   *
   * @param id 16 bytes
   * @param sha256 of its bytes
   */
  public record Entry(Bytes id, Bytes sha256, Why reason) {

    /**
     * What a server does with it.
     *
     * @param held SHA-256 that the server itself took of the stored bytes, null if it has none
     * @param arrival UTC day of arrival; ignored without held
     * @return DELETED if it is to be deleted now
     */
    public Answer answer(@Nullable Bytes held, @Nullable LocalDate arrival, LocalDate today) {
      if (held == null || arrival == null) {
        return Answer.UNKNOWN_ID;
      }
      if (!held.equals(sha256)) {
        return Answer.HASH_DIFFERS;
      }
      return today.isBefore(arrival.plusDays(MIN_AGE_DAYS)) ? Answer.TOO_YOUNG : Answer.DELETED;
    }
  }

  public DeletionOrder {
    entries = List.copyOf(entries);
  }

  public static DeletionOrder parse(byte[] document) throws SignedException {
    return DocumentType.DELETION_ORDER.read(document, DeletionOrder::read);
  }

  /**
   * The document's bytes.
   *
   * @throws SignedException BAD_DOCUMENT if it breaks a rule of SPEC §4.6
   */
  public byte[] bytes() throws SignedException {
    return DocumentType.DELETION_ORDER.write(node(), DeletionOrder::read);
  }

  private static DeletionOrder read(JsonFields fields) throws MalformedException {
    DeletionOrder order =
        new DeletionOrder(
            Bytes.of(fields.hex("instance", Hashes.BYTES)),
            Bytes.of(fields.hex("order", ID_BYTES)),
            fields.date("date"),
            fields.list("entries", MAX_ENTRIES, DeletionOrder::readEntry));
    Set<Bytes> ids = new HashSet<>();
    for (Entry entry : order.entries) {
      if (!ids.add(entry.id())) {
        throw new MalformedException("an id twice");
      }
    }
    if (ids.isEmpty()) {
      throw new MalformedException("no entry");
    }
    return order;
  }

  private static Entry readEntry(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    Entry entry =
        new Entry(
            Bytes.of(fields.hex("id", ID_BYTES)),
            Bytes.of(fields.hex("sha256", Hashes.BYTES)),
            readWhy(fields.text("reason")));
    fields.finish();
    return entry;
  }

  private static Why readWhy(String text) throws MalformedException {
    for (Why why : Why.values()) {
      if (text.equals(word(why))) {
        return why;
      }
    }
    throw new MalformedException("an unknown reason");
  }

  private ObjectNode node() {
    ObjectNode node =
        DocumentType.DELETION_ORDER
            .node()
            .put("instance", instance.hex())
            .put("order", order.hex())
            .put("date", date.toString());
    var array = node.putArray("entries");
    for (Entry entry : entries) {
      array
          .addObject()
          .put("id", entry.id().hex())
          .put("sha256", entry.sha256().hex())
          .put("reason", word(entry.reason()));
    }
    return node;
  }

  private static String word(Why why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
