package org.taniq.server.courier;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import org.taniq.server.retention.Deletions;
import org.taniq.server.site.Published;
import org.taniq.server.store.EnvelopeId;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.StoredEnvelope;
import org.taniq.server.store.Usage;

/** What a courier who was let in is told, as JSON of SPEC §5. Thread-safe. */
public final class Desk {
  /** The most envelopes that one list names. */
  public static final int MAX_LIST = 1000;

  private final EnvelopeStore store;
  private final Deletions deletions;
  private final Bytes instance;
  private final Clock clock;

  public Desk(EnvelopeStore store, Bytes instance, Clock clock) {
    this.store = store;
    this.deletions = new Deletions(store);
    this.instance = instance;
    this.clock = clock;
  }

  /** The server's clock, epoch seconds as text. */
  public String clock() {
    return Long.toString(clock.instant().getEpochSecond());
  }

  /** What is published, what is stored, what the server takes for today. */
  public String status(Published published) throws StoreException {
    Usage usage = store.usage();
    return object(
        "\"instance\":" + text(instance.hex()),
        "\"bulletin\":" + bulletin(published.current()),
        "\"site\":" + site(published.site()),
        "\"envelopes\":" + usage.envelopes(),
        "\"bytes\":" + usage.bytes(),
        "\"free\":" + usage.free(),
        "\"day\":" + text(today().toString()),
        "\"clock\":" + text(clock()));
  }

  /**
   * Envelopes in the order of their random ids.
   *
   * @param after begins behind this id; null: at the first
   * @param limit 1..{@link #MAX_LIST}
   */
  public String list(@Nullable EnvelopeId after, int limit) throws StoreException {
    List<StoredEnvelope> found = store.list(after, limit + 1);
    boolean more = found.size() > limit;
    return object(
        "\"envelopes\":" + array(found.subList(0, Math.min(limit, found.size())), Desk::entry),
        "\"more\":" + more);
  }

  /**
   * Carries out a deletion order.
   *
   * @param bundle as it came
   * @param current the charters that say who may order
   * @throws SignedException a refusal of SPEC §4; nothing was deleted
   */
  public String delete(byte[] bundle, Current current) throws SignedException, StoreException {
    Signed signed = Signed.parseBundle(bundle);
    Set<SignerId> withdrawn = Set.copyOf(current.bulletin().document().withdrawnCustodians());
    DeletionOrder order =
        current.chain().verifyDeletionOrder(signed, today(), withdrawn).document();
    List<Deletions.Entry> entries =
        order.entries().stream()
            .map(
                entry ->
                    new Deletions.Entry(EnvelopeId.parse(entry.id().hex()), entry.sha256().hex()))
            .toList();
    return object("\"entries\":" + array(deletions.apply(entries, today()), Desk::outcome));
  }

  private static String bulletin(@Nullable Current current) {
    return current == null
        ? "null"
        : object(
            "\"number\":" + current.bulletin().document().number(),
            "\"sha256\":" + text(current.bulletin().sha256().hex()),
            "\"date\":" + text(current.bulletin().document().date().toString()),
            "\"valid_until\":" + text(current.bulletin().document().validUntil().toString()));
  }

  private static String site(@Nullable Verified<Site> site) {
    return site == null ? "null" : object("\"version\":" + site.document().version());
  }

  private static String entry(StoredEnvelope envelope) {
    return object(
        "\"id\":" + text(envelope.id().hex()),
        "\"sha256\":" + text(envelope.sha256()),
        "\"keyset\":" + text(envelope.keyset().hex()),
        "\"size\":" + envelope.size(),
        "\"day\":" + text(envelope.day().toString()));
  }

  private static String outcome(Deletions.Outcome outcome) {
    return object(
        "\"id\":" + text(outcome.id().hex()), "\"result\":" + text(outcome.result().word()));
  }

  private static String object(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  private static <T> String array(List<T> items, Function<T, String> one) {
    return items.stream().map(one).collect(Collectors.joining(",", "[", "]"));
  }

  /** Digits, hexadecimal and dates alone get here: nothing to escape. */
  private static String text(String plain) {
    return "\"" + plain + "\"";
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
