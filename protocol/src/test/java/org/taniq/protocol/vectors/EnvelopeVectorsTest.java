package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Header;

/** The product against vectors/envelope, every way in. STYLE 36. */
class EnvelopeVectorsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> envelopes_open_or_are_refused_as_the_vector_says() {
    return VectorFile.folder("envelope").stream()
        .map(v -> dynamicTest(v.name(), () -> opens(v, in -> in)));
  }

  @TestFactory
  Stream<DynamicTest> envelopes_read_byte_by_byte_give_the_same_answer() {
    return VectorFile.folder("envelope").stream()
        .map(v -> dynamicTest(v.name(), () -> opens(v, Trickle::new)));
  }

  @TestFactory
  Stream<DynamicTest> headers_that_parse_are_written_again_as_they_were() {
    return VectorFile.folder("envelope").stream()
        .map(v -> dynamicTest(v.name(), () -> headerSurvives(v)));
  }

  @Test
  void every_reason_of_envelopes_has_a_vector() {
    List<String> expected = new ArrayList<>();
    for (String folder : List.of("envelope", "tar", "testimony", "nested")) {
      VectorFile.folder(folder).forEach(v -> expected.add(v.expect()));
    }
    List<String> missing = new ArrayList<>();
    for (EnvelopeException.Reason reason : EnvelopeException.Reason.values()) {
      if (!expected.contains(reason.name())) {
        missing.add(reason.name());
      }
    }
    // In tables: lengths/padded.tsv and tables/recipient-keys.tsv.
    assertEquals(List.of("TOO_LARGE", "BAD_RECIPIENT_KEY"), missing);
  }

  private static void opens(VectorFile vector, UnaryOperator<InputStream> stream)
      throws IOException {
    ProductOpener opener = new ProductOpener(vector, stream);
    List<List<Integer>> ways =
        vector.expect().equals("OK") && !vector.has("share") && !vector.has("together")
            ? subsets(opener.slots(), vector.number("quorum"))
            : List.of();
    assertEquals(vector.expect(), answer(vector, opener, opener.slots()));
    for (List<Integer> slots : ways) {
      assertEquals("OK", answer(vector, opener, slots), () -> "with slots " + slots);
    }
    if (vector.expect().equals("OK")
        && vector.number("kind") == 0
        && opener.slots().size() >= vector.number("identity-quorum")) {
      assertEquals(
          JSON.readTree(vector.get("identity")), JSON.readTree(opener.identity), "identity.json");
    }
  }

  /** The reason; or OK and the plaintext's SHA-256, opened with every key at hand. */
  static String bareAnswer(VectorFile vector) throws IOException {
    ProductOpener opener = new ProductOpener(vector, in -> in);
    try {
      return "OK " + Bytes.hex(Hashes.sha256(opener.open(vector.payload(), opener.slots())));
    } catch (EnvelopeException e) {
      return e.reason().name();
    }
  }

  private static String answer(VectorFile vector, ProductOpener opener, List<Integer> slots)
      throws IOException {
    try {
      byte[] plaintext = opener.open(vector.payload(), slots);
      assertEquals(
          vector.get("plaintext-sha256"), Bytes.hex(Hashes.sha256(plaintext)), "plaintext");
      return "OK";
    } catch (EnvelopeException e) {
      return e.reason().name();
    }
  }

  /** Every subset of so many slots. */
  private static List<List<Integer>> subsets(List<Integer> slots, int size) {
    List<List<Integer>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << slots.size(); bits++) {
      if (Integer.bitCount(bits) == size) {
        List<Integer> subset = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
          if ((bits >> i & 1) == 1) {
            subset.add(slots.get(i));
          }
        }
        subsets.add(subset);
      }
    }
    return subsets;
  }

  private static void headerSurvives(VectorFile vector) throws IOException {
    byte[] envelope = vector.payload();
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(envelope);
      Header header = Header.read(in);
      int length = Header.length(header.fixed().slots());
      assertEquals(envelope.length - length, in.available(), "read not one byte more");
      assertArrayEquals(Bytes.first(envelope, length), header.bytes());
      assertArrayEquals(Bytes.first(envelope, 32), header.fixed().bytes());
    } catch (EnvelopeException e) {
      assertEquals(vector.expect(), e.reason().name());
      assertTrue(!vector.expect().equals("OK"));
    }
  }

  /** A stream that gives one byte at a time, as a slow disk or network may. */
  static final class Trickle extends FilterInputStream {

    Trickle(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1));
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
