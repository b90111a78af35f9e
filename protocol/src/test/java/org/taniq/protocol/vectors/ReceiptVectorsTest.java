package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.receipt.ReceiptException;

/** The product against vectors/receipt. */
class ReceiptVectorsTest {

  @TestFactory
  Stream<DynamicTest> codes_are_read_as_the_vector_says() {
    return VectorFile.folder("receipt").stream()
        .map(v -> dynamicTest(v.name(), () -> assertEquals(v.expect(), answer(v))));
  }

  /** The reason, with the first wrong group; or OK and the code's 16 bytes. */
  static String bareAnswer(VectorFile vector) {
    String typed = new String(vector.payload(), StandardCharsets.UTF_8);
    boolean words = vector.get("form").equals("words");
    try (ReceiptCode code = words ? ReceiptCode.parseWords(typed) : ReceiptCode.parse(typed)) {
      return "OK " + new String(code.format());
    } catch (ReceiptException e) {
      return e.reason() == ReceiptException.Reason.BAD_GROUP
          ? e.reason() + " " + e.group()
          : e.reason().name();
    }
  }

  private static String answer(VectorFile vector) {
    String typed = new String(vector.payload(), StandardCharsets.UTF_8);
    boolean words = vector.get("form").equals("words");
    try (ReceiptCode code = words ? ReceiptCode.parseWords(typed) : ReceiptCode.parse(typed)) {
      byte[] instance = vector.hex("instance");
      assertEquals(vector.get("code"), new String(code.format()));
      assertEquals(vector.get("words"), new String(code.words()));
      assertEquals(ReceiptCode.of(vector.hex("entropy")), code);
      assertEquals(vector.get("reply"), Bytes.hex(code.replyKey(instance)));
      assertEquals(vector.get("thread-public"), Bytes.hex(code.threadKey(instance).publicKey()));
      return "OK";
    } catch (ReceiptException e) {
      if (vector.has("group")) {
        assertEquals(vector.number("group"), e.group());
      }
      return e.reason().name();
    }
  }
}
