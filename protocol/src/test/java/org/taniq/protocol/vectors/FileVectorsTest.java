package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;

/** The product against vectors/files. */
class FileVectorsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> files_are_judged_as_the_vector_says() {
    return VectorFile.folder("files").stream()
        .map(v -> dynamicTest(v.name(), () -> assertEquals(v.expect(), answer(v))));
  }

  static String answer(VectorFile vector) throws IOException {
    JsonNode payload = JSON.readTree(vector.payload());
    try {
      if (vector.get("judge").equals("files")) {
        Map<String, org.taniq.protocol.Bytes> actual = new HashMap<>();
        for (var file : payload.get("files").properties()) {
          actual.put(file.getKey(), Site.hash(file.getValue().binaryValue()));
        }
        Site.parse(payload.get("site").binaryValue()).requireFiles(actual);
      } else {
        DocumentType type =
            Stream.of(DocumentType.values())
                .filter(each -> each.text().equals(vector.get("type")))
                .findFirst()
                .orElseThrow();
        Signed.of(
            type, payload.get("document").binaryValue(), payload.get("signatures").binaryValue());
      }
      return "OK";
    } catch (SignedException e) {
      return e.reason().name();
    }
  }
}
