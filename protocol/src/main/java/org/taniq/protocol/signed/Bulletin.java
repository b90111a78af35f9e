package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_SIGNATURE;
import static org.taniq.protocol.signed.SignedException.Reason.EXPIRED;
import static org.taniq.protocol.signed.SignedException.Reason.NOT_YET_VALID;
import static org.taniq.protocol.signed.SignedException.Reason.UNKNOWN_CUSTODIAN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;

/**
 * The signed frequent news. SPEC §4.4.
 *
 * @param previous SHA-256 of the bulletin before, null for number 0
 * @param charter SHA-256 of the charter that is current on the date
 * @param keysets SHA-256 of each keyset that may be used
 * @param site SHA-256 of the site, or null
 */
public record Bulletin(
    Bytes instance,
    long number,
    @Nullable Bytes previous,
    LocalDate date,
    LocalDate validUntil,
    Bytes charter,
    List<Bytes> keysets,
    List<Bytes> withdrawnKeysets,
    List<SignerId> withdrawnCustodians,
    List<Alive> alive,
    @Nullable Bytes site,
    Broadcast broadcast) {

  /** So many numbers each day adds. SPEC §4.4. */
  public static final long MOST_A_DAY = 24;

  /** So many keysets can be withdrawn besides, whatever the day: as many as are listed at most. */
  public static final long MOST_WITHDRAWN_AT_ONCE = 256;

  /** So many withdrawn keysets each day adds. SPEC §4.4. */
  public static final long MOST_WITHDRAWN_A_DAY = 8;

  public static final int MAX_DAYS = 14;
  static final int MAX_KEYSETS = 256;
  private static final int MAX_WITHDRAWN_KEYSETS = 8192;
  private static final int MAX_WITHDRAWN_CUSTODIANS = 4096;
  private static final int MAX_ALIVE = Charter.MAX_CUSTODIANS;

  public Bulletin {
    keysets = List.copyOf(keysets);
    withdrawnKeysets = List.copyOf(withdrawnKeysets);
    withdrawnCustodians = List.copyOf(withdrawnCustodians);
    alive = List.copyOf(alive);
  }

  public static Bulletin parse(byte[] document) throws SignedException {
    return DocumentType.BULLETIN.read(document, Bulletin::read);
  }

  /**
   * The document's bytes.
   *
   * @throws SignedException BAD_DOCUMENT if it breaks a rule of SPEC §4.4
   */
  public byte[] bytes() throws SignedException {
    return DocumentType.BULLETIN.write(node(), Bulletin::read);
  }

  /**
   * Judges its dates.
   *
   * @throws SignedException NOT_YET_VALID if it is of later than tomorrow, EXPIRED
   */
  public void requireDay(LocalDate day) throws SignedException {
    if (date.isAfter(day.plusDays(1))) {
      throw new SignedException(NOT_YET_VALID, "a bulletin of a later day");
    }
    if (day.isAfter(validUntil)) {
      throw new SignedException(EXPIRED, "a bulletin of the past");
    }
  }

  /**
   * Verifies the alive statements.
   *
   * @param keys Ed25519 keys of the charter's custodians
   */
  void requireAlive(Map<SignerId, Bytes> keys) throws SignedException {
    for (Alive each : alive) {
      Bytes key = keys.get(each.custodian());
      if (key == null) {
        throw new SignedException(UNKNOWN_CUSTODIAN, "alive: nobody in the charter");
      }
      if (!each.verify(key, instance)) {
        throw new SignedException(BAD_SIGNATURE, "an alive statement that does not verify");
      }
    }
  }

  static Bytes readHash(JsonNode node) throws MalformedException {
    return Bytes.parseHex(JsonFields.text(node), Hashes.BYTES);
  }

  static SignerId readSigner(JsonNode node) throws MalformedException {
    return SignerId.parse(JsonFields.text(node));
  }

  private static Bulletin read(JsonFields fields) throws MalformedException {
    Bulletin bulletin =
        new Bulletin(
            Bytes.of(fields.hex("instance", Hashes.BYTES)),
            fields.integer("number", 0, JsonFields.MAX_INTEGER),
            fields.isNull("previous") ? null : Bytes.of(fields.hex("previous", Hashes.BYTES)),
            fields.date("date"),
            fields.date("valid_until"),
            Bytes.of(fields.hex("charter", Hashes.BYTES)),
            fields.list("keysets", MAX_KEYSETS, Bulletin::readHash),
            fields.list("withdrawn_keysets", MAX_WITHDRAWN_KEYSETS, Bulletin::readHash),
            fields.list("withdrawn_custodians", MAX_WITHDRAWN_CUSTODIANS, Bulletin::readSigner),
            fields.list("alive", MAX_ALIVE, Alive::read),
            fields.isNull("site") ? null : Bytes.of(fields.hex("site", Hashes.BYTES)),
            Broadcast.read(fields));
    bulletin.requireRules();
    return bulletin;
  }

  private void requireRules() throws MalformedException {
    if ((number == 0) != (previous == null)) {
      throw new MalformedException("only number 0 has no previous");
    }
    if (validUntil.isBefore(date) || validUntil.isAfter(date.plusDays(MAX_DAYS))) {
      throw new MalformedException("not date <= valid_until <= date + " + MAX_DAYS + " days");
    }
    requireDifferent(keysets);
    requireDifferent(withdrawnKeysets);
    requireDifferent(withdrawnCustodians);
    requireDifferent(alive.stream().map(Alive::custodian).toList());
    for (Alive each : alive) {
      if (each.date().isAfter(date)) {
        throw new MalformedException("alive: later than the bulletin");
      }
    }
  }

  private static void requireDifferent(List<?> list) throws MalformedException {
    if (new HashSet<>(list).size() != list.size()) {
      throw new MalformedException("an entry twice");
    }
  }

  private ObjectNode node() {
    ObjectNode node =
        DocumentType.BULLETIN
            .node()
            .put("instance", instance.hex())
            .put("number", number)
            .put("previous", previous == null ? null : previous.hex())
            .put("date", date.toString())
            .put("valid_until", validUntil.toString())
            .put("charter", charter.hex());
    ArrayNode array = node.putArray("keysets");
    keysets.forEach(each -> array.add(each.hex()));
    ArrayNode withdrawn = node.putArray("withdrawn_keysets");
    withdrawnKeysets.forEach(each -> withdrawn.add(each.hex()));
    ArrayNode custodians = node.putArray("withdrawn_custodians");
    withdrawnCustodians.forEach(each -> custodians.add(each.hex()));
    ArrayNode statements = node.putArray("alive");
    alive.forEach(each -> statements.add(each.node()));
    node.put("site", site == null ? null : site.hex());
    broadcast.put(node);
    return node;
  }
}
