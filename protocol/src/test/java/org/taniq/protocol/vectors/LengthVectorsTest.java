package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Lengths;

/** The product against the tables of vectors/lengths. */
class LengthVectorsTest {

  @TestFactory
  Stream<DynamicTest> sizes_are_padded_as_the_table_says() throws IOException {
    return rows("padded.tsv")
        .map(row -> dynamicTest(row, () -> assertEquals(row, padded(row.split("\t")[0]))));
  }

  @TestFactory
  Stream<DynamicTest> lengths_are_on_the_lattice_as_the_table_says() throws IOException {
    return rows("lattice.tsv")
        .map(row -> dynamicTest(row, () -> assertEquals(row, lattice(row.split("\t")[0]))));
  }

  private static Stream<String> rows(String table) throws IOException {
    return Files.readAllLines(VectorFile.ROOT.resolve("lengths").resolve(table)).stream()
        .filter(row -> !row.startsWith("#"));
  }

  private static String padded(String used) {
    try {
      long padded = Lengths.padded(Long.parseLong(used));
      return String.join(
          "\t",
          used,
          String.valueOf(padded),
          String.valueOf(Lengths.streamLength(padded)),
          String.valueOf(Lengths.envelopeLength(1, padded)),
          String.valueOf(Lengths.envelopeLength(16, padded)));
    } catch (EnvelopeException e) {
      return used + "\t" + e.reason();
    }
  }

  private static String lattice(String text) {
    long length = Long.parseLong(text);
    StringJoiner slots = new StringJoiner(" ").setEmptyValue("none");
    for (int n = 1; n <= 16; n++) {
      try {
        Lengths.paddedOf(n, length);
        slots.add(String.valueOf(n));
      } catch (EnvelopeException e) {
        assertEquals(length < 64 + 1201L * n ? "TRUNCATED" : "BAD_LENGTH", e.reason().name());
      }
    }
    assertEquals(!slots.toString().equals("none"), Lengths.onLattice(length));
    return text + "\t" + slots;
  }
}
