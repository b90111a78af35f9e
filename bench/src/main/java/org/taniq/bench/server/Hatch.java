package org.taniq.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.courier.key.SignedRequests;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.signed.SigningKey;

/** What a courier sees. */
final class Hatch {
  private static final String ENVELOPES = "/courier/v1/envelopes";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SignedRequests signer;
  private final String authority;

  Hatch(House house, SigningKey courier, SecureRandom random) {
    this.signer = new SignedRequests(courier, random);
    this.authority = "127.0.0.1:" + house.hatch.getPort();
  }

  /** Server id of each envelope by its SHA-256, over all pages. */
  Map<String, String> list() throws IOException, InterruptedException {
    Map<String, String> found = new TreeMap<>();
    String after = "";
    boolean more = true;
    while (more) {
      try (InputStream in = get(ENVELOPES + "?limit=1000" + after)) {
        JsonNode page = new ObjectMapper().readTree(in);
        for (JsonNode one : page.get("envelopes")) {
          found.put(one.get("sha256").asText(), one.get("id").asText());
          after = "&after=" + one.get("id").asText();
        }
        more = page.get("more").asBoolean();
      }
    }
    return found;
  }

  /** An envelope's bytes. */
  InputStream read(String id) throws IOException, InterruptedException {
    return get(ENVELOPES + "/" + id);
  }

  private InputStream get(String target) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + authority + target));
    signer
        .fields("GET", authority, target, Sha256.hex(new byte[0]), Instant.now())
        .forEach(request::header);
    HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException("the hatch answers " + answer.statusCode());
    }
    return answer.body();
  }
}
