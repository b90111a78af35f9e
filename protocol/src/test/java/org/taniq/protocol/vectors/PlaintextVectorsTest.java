package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.open.DekOpener;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.open.PayloadOpener;

/** The product against vectors/tar, testimony and nested: bare, byte by byte, and sealed. */
class PlaintextVectorsTest {

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
              .build());
  private static final Ring RING = new Ring("plaintexts", 1);

  private static Stream<VectorFile> vectors() {
    return Stream.of("tar", "testimony", "nested").flatMap(f -> VectorFile.folder(f).stream());
  }

  @TestFactory
  Stream<DynamicTest> plaintexts_are_read_or_refused_as_the_vector_says() {
    return vectors().map(v -> dynamicTest(v.name(), () -> reads(v, v.payload(), in -> in)));
  }

  @TestFactory
  Stream<DynamicTest> plaintexts_read_byte_by_byte_give_the_same_answer() {
    return vectors()
        .filter(v -> v.payload().length < 1 << 20)
        .map(
            v ->
                dynamicTest(
                    v.name(), () -> reads(v, v.payload(), EnvelopeVectorsTest.Trickle::new)));
  }

  @TestFactory
  Stream<DynamicTest> plaintexts_survive_sealing_by_the_generator() {
    return vectors().map(v -> dynamicTest(v.name(), () -> reads(v, throughEnvelope(v), in -> in)));
  }

  private static void reads(VectorFile vector, byte[] plaintext, UnaryOperator<InputStream> stream)
      throws IOException {
    ProductOpener opener = new ProductOpener(vector, stream);
    assertEquals(vector.expect(), answer(vector, opener, plaintext));
    if (vector.expect().equals("OK") && vector.number("kind") == 0) {
      assertEquals(
          JSON.readTree(opener.opened.jsonBytes()),
          JSON.readTree(opener.opened.json().bytes()),
          "written again with every field, unknown ones too");
    }
  }

  static String answer(VectorFile vector) throws IOException {
    return answer(vector, new ProductOpener(vector, in -> in), vector.payload());
  }

  private static String answer(VectorFile vector, ProductOpener opener, byte[] plaintext)
      throws IOException {
    try {
      if (vector.number("kind") == 0) {
        opener.testimony(plaintext, opener.slots());
      } else {
        opener.nested(plaintext, opener.isAttachment());
      }
      return "OK";
    } catch (EnvelopeException e) {
      return e.reason().name();
    }
  }

  /** The plaintext as the product gets it out of an envelope that the generator sealed. */
  private static byte[] throughEnvelope(VectorFile vector) throws Exception {
    byte[] none = new byte[0];
    byte[] envelope =
        new EnvelopeDraft(new Seed(vector.name()), RING, 1, 0, none, vector.payload()).write();
    InputStream in = new ByteArrayInputStream(envelope);
    Header header = Header.read(in);
    EpochSecret secret = new EpochSecret(RING.secret(0));
    try (Dek dek =
            DekOpener.open(header, none, List.of(new DekOpener.SlotKey(0, secret)), List.of());
        InputStream plaintext = PayloadOpener.open(header, none, dek, in)) {
      return plaintext.readAllBytes();
    } catch (EnvelopeIOException e) {
      throw e.unwrap();
    }
  }
}
