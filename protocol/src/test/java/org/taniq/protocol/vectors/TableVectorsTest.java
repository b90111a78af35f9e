package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.open.ShareInterpolation;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.testimony.FileDigest;

/** The product against vectors/tables. */
class TableVectorsTest {

  @TestFactory
  Stream<DynamicTest> file_digests_are_the_tables() throws IOException {
    return rows("file-digest.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0],
                    () ->
                        assertEquals(
                            row[1], Bytes.hex(FileDigest.of(new byte[Integer.parseInt(row[0])])))));
  }

  @TestFactory
  Stream<DynamicTest> shares_combine_to_the_tables_secrets() throws IOException {
    return rows("shamir.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0] + " shares",
                    () -> {
                      byte[][] shares =
                          Stream.of(row[2].split(" ")).map(Bytes::unhex).toArray(byte[][]::new);
                      assertArrayEquals(Bytes.unhex(row[1]), ShareInterpolation.atZero(shares));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> deletion_orders_are_answered_as_the_table_says() throws IOException {
    return rows("deletion.tsv")
        .map(row -> dynamicTest(String.join(" ", row), () -> assertEquals(row[3], answer(row))));
  }

  @TestFactory
  Stream<DynamicTest> signatures_are_judged_as_the_table_says() throws IOException {
    return rows("ed25519.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0],
                    () ->
                        assertEquals(
                            row[4].equals("good"),
                            Signatures.verify(
                                Bytes.unhex(row[1]), Bytes.unhex(row[2]), Bytes.unhex(row[3])))));
  }

  @TestFactory
  Stream<DynamicTest> keys_are_sealed_to_as_the_table_says() throws IOException {
    return rows("recipient-keys.tsv")
        .map(row -> dynamicTest(row[0], () -> assertEquals(row[2], sealed(Bytes.unhex(row[1])))));
  }

  private static String sealed(byte[] key) {
    try {
      new Recipients(KeysetId.parse("00".repeat(16)), 1, 1, List.of(key)).check();
      return "OK";
    } catch (EnvelopeException e) {
      return e.reason().name();
    }
  }

  private static String answer(String[] row) {
    var id = org.taniq.protocol.Bytes.of(new byte[16]);
    var same = org.taniq.protocol.Bytes.of(new byte[32]);
    var other = org.taniq.protocol.Bytes.of(Bytes.unhex("11".repeat(32)));
    var entry = new DeletionOrder.Entry(id, same, DeletionOrder.Why.ARCHIVED);
    var held = row[0].equals("none") ? null : row[0].equals("same") ? same : other;
    return entry.answer(held, LocalDate.parse(row[1]), LocalDate.parse(row[2])).text();
  }

  private static Stream<String[]> rows(String table) throws IOException {
    return Files.readAllLines(VectorFile.ROOT.resolve("tables").resolve(table)).stream()
        .filter(row -> !row.startsWith("#"))
        .map(row -> row.split("\t"));
  }
}
