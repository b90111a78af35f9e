package org.taniq.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.courier.key.CourierKey;
import org.taniq.courier.key.SignedRequests;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.signed.SigningKey;

/** What the courier hatch lists. */
final class HatchList {
  private HatchList() {}

  /** Server id of each envelope by its SHA-256, over all pages. */
  static Map<String, String> idsBySha256(Stage stage) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Map<String, String> found = new TreeMap<>();
    try (SigningKey key = CourierKey.load(stage.work.resolve("courier/courier.key"))) {
      SignedRequests signer = new SignedRequests(key, new SecureRandom());
      String after = "";
      boolean more = true;
      while (more) {
        String target = "/courier/v1/envelopes?limit=1000" + after;
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(stage.server.hatch() + target));
        String authority = "127.0.0.1:" + stage.server.hatchPort;
        signer
            .fields("GET", authority, target, Sha256.hex(new byte[0]), Instant.now())
            .forEach(request::header);
        HttpResponse<String> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new AssertionError(answer.statusCode() + answer.body());
        }
        JsonNode page = new ObjectMapper().readTree(answer.body());
        for (JsonNode one : page.get("envelopes")) {
          found.put(one.get("sha256").asText(), one.get("id").asText());
          after = "&after=" + one.get("id").asText();
        }
        more = page.get("more").asBoolean();
      }
    }
    return found;
  }
}
