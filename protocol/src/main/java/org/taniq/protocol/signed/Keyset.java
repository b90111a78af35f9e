package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_DATES;
import static org.taniq.protocol.signed.SignedException.Reason.BAD_KEY_SIGNATURE;
import static org.taniq.protocol.signed.SignedException.Reason.BAD_QUORUM;
import static org.taniq.protocol.signed.SignedException.Reason.QUORUM_TOO_LOW;
import static org.taniq.protocol.signed.SignedException.Reason.UNKNOWN_CUSTODIAN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;

/**
 * The custodians' public keys for one epoch, with the quorum. SPEC §4.2. Its dates are those of its
 * epoch: seal from first to last, accept until {@link Epoch#acceptUntil}, destroy after {@link
 * Epoch#destroyAfter}.
 *
 * @param instance SHA-256 of charter 0
 * @param testimonyQuorum k of kind 0
 * @param identityQuorum k of kind 1
 * @param custodians in slot order
 */
public record Keyset(
    Bytes instance,
    Epoch epoch,
    int testimonyQuorum,
    int identityQuorum,
    List<EpochKey> custodians) {

  public static final int MAX_CUSTODIANS = 16;
  private static final int MIN_OFFLINE_QUORUM = 2;

  public Keyset {
    custodians = List.copyOf(custodians);
  }

  public static Keyset parse(byte[] document) throws SignedException {
    return DocumentType.KEYSET.read(document, Keyset::read);
  }

  /**
   * The document's bytes.
   *
   * @throws SignedException BAD_DOCUMENT, BAD_QUORUM, QUORUM_TOO_LOW if it breaks a rule of SPEC
   *     §4.2
   */
  public byte[] bytes() throws SignedException {
    return DocumentType.KEYSET.write(node(), Keyset::read);
  }

  /** The first day to seal on. */
  public LocalDate sealFrom() {
    return epoch.first();
  }

  /** The last day to seal on. */
  public LocalDate sealUntil() {
    return epoch.last();
  }

  /** The X-Wing public keys in slot order, 1216 bytes each. */
  public List<byte[]> publicKeys() {
    return custodians.stream().map(each -> each.publicKey().toArray()).toList();
  }

  /** Slot of a custodian, or -1. */
  public int slot(SignerId custodian) {
    for (int i = 0; i < custodians.size(); i++) {
      if (custodians.get(i).custodian().equals(custodian)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Checks that each key is that of a custodian and signed by it.
   *
   * @param keys Ed25519 keys of the charter's custodians
   */
  void requireCustodians(Map<SignerId, Bytes> keys) throws SignedException {
    for (EpochKey each : custodians) {
      if (!keys.containsKey(each.custodian())) {
        throw new SignedException(UNKNOWN_CUSTODIAN, "a key of nobody in the charter");
      }
    }
    for (EpochKey each : custodians) {
      Bytes key = keys.get(each.custodian());
      if (key == null || !each.verify(key, instance, epoch)) {
        throw new SignedException(BAD_KEY_SIGNATURE, "a key that its custodian did not sign");
      }
    }
  }

  private static Keyset read(JsonFields fields) throws MalformedException, SignedException {
    JsonFields quorum = fields.object("quorum");
    Bytes instance = Bytes.of(fields.hex("instance", Hashes.BYTES));
    List<EpochKey> custodians = fields.list("custodians", MAX_CUSTODIANS, EpochKey::read);
    long testimony = quorum.integer("testimony", 0, JsonFields.MAX_INTEGER);
    long identity = quorum.integer("identity", 0, JsonFields.MAX_INTEGER);
    quorum.finish();
    requireDifferent(custodians);
    Epoch epoch = readEpoch(fields);
    requireQuorum(epoch, testimony, identity, custodians.size());
    Keyset keyset = new Keyset(instance, epoch, (int) testimony, (int) identity, custodians);
    keyset.requireAgreed();
    return keyset;
  }

  private static Epoch readEpoch(JsonFields fields) throws MalformedException, SignedException {
    String text = fields.text("kind");
    Epoch.Kind kind = Epoch.Kind.LIVE;
    if (text.equals(Epoch.Kind.OFFLINE.text())) {
      kind = Epoch.Kind.OFFLINE;
    } else if (!text.equals(kind.text())) {
      throw new MalformedException("an unknown kind");
    }
    String name = fields.text("epoch");
    LocalDate sealFrom = fields.date("seal_from");
    LocalDate sealUntil = fields.date("seal_until");
    LocalDate acceptUntil = fields.date("accept_until");
    LocalDate destroyAfter = fields.date("destroy_after");
    fields.finish(); // SPEC §4: all that is BAD_DOCUMENT comes before BAD_DATES
    Epoch epoch = Epoch.parse(kind, name);
    if (!sealFrom.equals(epoch.first())
        || !sealUntil.equals(epoch.last())
        || !acceptUntil.equals(epoch.acceptUntil())
        || !destroyAfter.equals(epoch.destroyAfter())) {
      throw new SignedException(BAD_DATES, "dates other than those of the epoch");
    }
    return epoch;
  }

  private static void requireDifferent(List<EpochKey> custodians) throws MalformedException {
    Set<Object> seen = new HashSet<>();
    for (EpochKey each : custodians) {
      if (!seen.add(each.custodian()) || !seen.add(each.publicKey())) {
        throw new MalformedException("a custodian or a key twice");
      }
    }
    if (custodians.isEmpty()) {
      throw new MalformedException("no custodian");
    }
  }

  private static void requireQuorum(Epoch epoch, long testimony, long identity, int custodians)
      throws SignedException {
    int least = epoch.kind() == Epoch.Kind.OFFLINE ? MIN_OFFLINE_QUORUM : 1;
    if (testimony < least || identity < testimony || identity > custodians) {
      throw new SignedException(BAD_QUORUM, "not 1 <= testimony <= identity <= custodians");
    }
  }

  /** No custodian's key stands in a keyset of a lower quorum than it was signed for. */
  private void requireAgreed() throws SignedException {
    for (EpochKey each : custodians) {
      if (!each.least().allows(testimonyQuorum, identityQuorum)) {
        throw new SignedException(QUORUM_TOO_LOW, "a lower quorum than a custodian agreed to");
      }
    }
  }

  private ObjectNode node() {
    ObjectNode node =
        DocumentType.KEYSET
            .node()
            .put("instance", instance.hex())
            .put("kind", epoch.kind().text())
            .put("epoch", epoch.text())
            .put("seal_from", epoch.first().toString())
            .put("seal_until", epoch.last().toString())
            .put("accept_until", epoch.acceptUntil().toString())
            .put("destroy_after", epoch.destroyAfter().toString());
    node.putObject("quorum").put("testimony", testimonyQuorum).put("identity", identityQuorum);
    var array = node.putArray("custodians");
    custodians.forEach(each -> array.add(each.node()));
    return node;
  }
}
