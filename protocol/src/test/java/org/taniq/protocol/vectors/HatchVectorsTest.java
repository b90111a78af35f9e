package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchException;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.HatchRequest;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.protocol.hatch.ReplayMemory;
import org.taniq.protocol.signed.SignerId;

/** The product's guard against vectors/hatch. */
class HatchVectorsTest {

  @TestFactory
  Stream<DynamicTest> requests_are_let_in_as_the_vector_says() {
    return VectorFile.folder("hatch").stream()
        .map(v -> dynamicTest(v.name(), () -> assertEquals(v.expect(), answer(v))));
  }

  @Test
  void every_reason_of_the_hatch_has_a_vector() {
    Set<String> missing = new TreeSet<>();
    for (HatchException.Reason reason : HatchException.Reason.values()) {
      missing.add(reason.name());
    }
    VectorFile.folder("hatch").forEach(v -> missing.remove(v.expect()));
    assertEquals(Set.of("TRY_LATER"), missing); // 20,000 requests: HatchGuardTest
  }

  static String answer(VectorFile vector) {
    Instant now = Instant.ofEpochSecond(Long.parseLong(vector.get("now")));
    Instant started =
        vector.has("started")
            ? Instant.ofEpochSecond(Long.parseLong(vector.get("started")))
            : Instant.EPOCH;
    byte[] courier = vector.hex("courier");
    HatchGuard guard =
        new HatchGuard(
            Map.of(SignerId.of(courier), org.taniq.protocol.Bytes.of(courier)),
            Set.copyOf(vector.all("authority")),
            new ReplayMemory(started, 100, Horizon.none()));
    try {
      for (String before : vector.all("before")) {
        admit(guard, VectorFile.read(vector.path.resolveSibling(before)), now);
      }
      admit(guard, vector, now);
      return "OK";
    } catch (HatchException e) {
      return e.reason().name();
    }
  }

  private static void admit(HatchGuard guard, VectorFile vector, Instant now)
      throws HatchException {
    String http = new String(vector.payload(), StandardCharsets.ISO_8859_1);
    int end = http.indexOf("\r\n\r\n");
    String[] lines = http.substring(0, end).split("\r\n");
    String[] start = lines[0].split(" ");
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] field = lines[i].split(":", 2);
      fields.put(field[0], field[1].replaceAll("^[ \t]+|[ \t]+$", ""));
    }
    String[] target = start[1].split("\\?", 2);
    ContentDigest digest = ContentDigest.parse(fields.get(ContentDigest.FIELD));
    HatchRequest request =
        HatchRequest.of(
            start[0], fields.get("Host"), target[0], target.length == 2 ? target[1] : null, digest);
    guard.admit(request, fields.get("Signature-Input"), fields.get("Signature"), now);
    byte[] body = http.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    digest.require(Hashes.sha256(body));
  }
}
