package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Verified;

/** The product against vectors/charter, document and current. */
class SignedVectorsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FOLDERS = List.of("charter", "document", "current");

  private static Stream<VectorFile> vectors() {
    return FOLDERS.stream().flatMap(folder -> VectorFile.folder(folder).stream());
  }

  @TestFactory
  Stream<DynamicTest> signed_documents_are_judged_as_the_vector_says() {
    return vectors().map(v -> dynamicTest(v.name(), () -> assertEquals(expected(v), answer(v))));
  }

  @TestFactory
  Stream<DynamicTest> bundles_survive_reading_and_writing() {
    return vectors()
        .filter(v -> v.expect().equals("OK") && !v.get("judge").equals("current"))
        .map(v -> dynamicTest(v.name(), () -> bundlesSurvive(v)));
  }

  @Test
  void every_reason_of_signed_documents_has_a_vector() {
    Set<String> missing = new TreeSet<>();
    for (SignedException.Reason reason : SignedException.Reason.values()) {
      missing.add(reason.name());
    }
    vectors().forEach(v -> missing.remove(v.expect()));
    VectorFile.folder("files").forEach(v -> missing.remove(v.expect()));
    assertEquals(Set.of(), missing);
  }

  /** What {@link #answer} should give. */
  private static String expected(VectorFile vector) {
    String found =
        switch (vector.expect().equals("OK") ? vector.get("judge") : "") {
          case "chain" -> " " + vector.get("current");
          case "seal", "offline", "accept" -> " " + vector.get("keyset");
          default -> "";
        };
    return vector.expect() + found;
  }

  /** The reason; or OK and what was to be found: the current charter's number, a keyset's id. */
  static String answer(VectorFile vector) throws IOException {
    try {
      return "OK" + judge(vector);
    } catch (SignedException e) {
      return e.reason().name();
    }
  }

  private static String judge(VectorFile vector) throws SignedException, IOException {
    LocalDate day = day(vector);
    switch (vector.get("judge")) {
      case "chain" -> {
        return " " + chain(vector).current(day).document().number();
      }
      case "document" -> document(vector, chain(vector), day);
      case "current" -> current(vector, day);
      case "seal" -> {
        return id(current(vector, day).keysetToSeal(day));
      }
      case "offline" -> {
        byte[] instance = vector.hex("instance");
        Current current = Current.verifyStored(vector.payload(), instance, day, demo(vector), null);
        return id(current.keysetOffline(day));
      }
      case "accept" -> {
        KeysetId id = KeysetId.parse(vector.get("keyset"));
        return id(current(vector, day).keysetAccepted(id, day));
      }
      default -> throw new IllegalStateException(vector.get("judge"));
    }
    return "";
  }

  private static String id(Verified<?> keyset) {
    return " " + KeysetId.of(keyset.signed().document().toArray()).hex();
  }

  private static CharterChain chain(VectorFile vector) throws SignedException, IOException {
    Known known = Known.nothing(org.taniq.protocol.Bytes.of(vector.hex("instance")));
    for (VectorFile before : before(vector)) {
      known = keptAs(known.judgeChain(verified(before), day(before)).known());
    }
    return known.judgeChain(verified(vector), day(vector)).chain();
  }

  private static List<VectorFile> before(VectorFile vector) {
    return vector.all("known").stream()
        .map(file -> VectorFile.read(vector.path.resolveSibling(file)))
        .toList();
  }

  private static LocalDate day(VectorFile vector) {
    return LocalDate.parse(vector.get("day"));
  }

  /** As a reader keeps it. */
  private static Known keptAs(Known known) throws SignedException {
    return Known.parse(known.bytes());
  }

  private static CharterChain verified(VectorFile vector) throws SignedException, IOException {
    List<Signed> charters = new ArrayList<>();
    for (JsonNode bundle : JSON.readTree(vector.payload()).get("charters")) {
      charters.add(Signed.parseBundle(JSON.writeValueAsBytes(bundle)));
    }
    return CharterChain.verify(charters, vector.hex("instance"), demo(vector));
  }

  private static boolean demo(VectorFile vector) {
    return vector.get("demo").equals("yes");
  }

  private static void document(VectorFile vector, CharterChain chain, LocalDate day)
      throws SignedException, IOException {
    Signed signed = signed(vector);
    switch (vector.get("type")) {
      case "keyset" -> chain.verifyKeyset(signed, day);
      case "site" -> chain.verifySite(signed, day).document().requireDay(day);
      case "bulletin" -> chain.verifyBulletin(signed).document().requireDay(day);
      case "deletion-order" -> chain.verifyDeletionOrder(signed, day, Set.of());
      default -> throw new IllegalStateException(vector.get("type"));
    }
  }

  private static Signed signed(VectorFile vector) throws SignedException, IOException {
    return Signed.parseBundle(
        JSON.writeValueAsBytes(JSON.readTree(vector.payload()).get("document")));
  }

  /** Reads what was known before, each on its own day, then this. */
  private static Current current(VectorFile vector, LocalDate day) throws SignedException {
    Known known = Known.nothing(org.taniq.protocol.Bytes.of(vector.hex("instance")));
    for (VectorFile before : before(vector)) {
      known = keptAs(after(before, known));
    }
    return Current.verify(vector.payload(), vector.hex("instance"), day, demo(vector), known);
  }

  /** What a reader remembers of a file, taken or refused. */
  private static Known after(VectorFile vector, Known known) throws SignedException {
    Known seen = known.afterSight(vector.payload(), day(vector), demo(vector));
    byte[] instance = vector.hex("instance");
    try {
      return Current.verify(vector.payload(), instance, day(vector), demo(vector), seen).known();
    } catch (SignedException e) {
      assertEquals(vector.expect(), e.reason().name());
      return seen;
    }
  }

  private static void bundlesSurvive(VectorFile vector) throws Exception {
    JsonNode payload = JSON.readTree(vector.payload());
    List<JsonNode> bundles = new ArrayList<>();
    payload.get("charters").forEach(bundles::add);
    if (payload.has("document")) {
      bundles.add(payload.get("document"));
    }
    for (JsonNode bundle : bundles) {
      Signed signed = Signed.parseBundle(JSON.writeValueAsBytes(bundle));
      assertEquals(bundle, JSON.readTree(signed.bundle()));
      byte[] file = signed.signatureFile().bytes();
      Signed again = Signed.of(signed.type(), signed.document().toArray(), file);
      assertEquals(signed.document(), again.document());
      assertEquals(Set.copyOf(signed.signatures()), Set.copyOf(again.signatures()));
    }
  }
}
