package org.taniq.protocol.hatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.hatch.HatchException.Reason;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

class HatchGuardTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
  private final SigningKey courier = key(1);
  private final HatchRequest request = request("GET", "Abc.onion", "/courier/v1/status", null);
  private HatchGuard guard = guard(NOW.minusSeconds(1000), 100);

  @Test
  void a_signed_request_is_admitted_once() throws Exception {
    HatchSignature signature = sign(request, 0, 1);
    assertEquals(courier.id(), admit(request, signature, 0));
    refused(Reason.REPLAYED, request, signature, 0);
    refused(Reason.REPLAYED, request, sign(request, 1, 1), 1);
    admit(request, sign(request, 0, 2), 0);
  }

  @Test
  void the_fields_have_the_form_of_the_spec() {
    HatchSignature signature = sign(request, 0, 0);
    assertEquals(
        "taniq=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\")"
            + ";created=1800000000;nonce=\"AAAAAAAAAAAAAAAAAAAAAA\";keyid=\""
            + courier.id()
            + "\";alg=\"ed25519\";tag=\"taniq-courier\"",
        signature.input());
    assertTrue(signature.value().matches("taniq=:[A-Za-z0-9+/]{86}==:"));
  }

  @Test
  void every_covered_part_is_bound() {
    HatchSignature signature = sign(request, 0, 1);
    String path = request.path();
    List<HatchRequest> others = new ArrayList<>();
    others.add(request("PUT", "abc.onion", path, null));
    others.add(request("GET", "xyz.onion", path, null));
    others.add(request("GET", "abc.onion", path + "/", null));
    others.add(request("GET", "abc.onion", path, ""));
    others.add(request("GET", "abc.onion", path, "after=0"));
    others.add(HatchRequest.of("GET", "abc.onion", path, null, digest(new byte[1])));
    for (HatchRequest other : others) {
      if (!other.equals(request)) {
        refused(Reason.UNAUTHORISED, other, signature, 0);
      }
    }
  }

  @Test
  void a_value_with_a_line_of_its_own_is_refused() {
    HatchRequest split = request("GET", "abc.onion", "/a\n\"@query\": ?x", null);
    refused(Reason.UNAUTHORISED, split, sign(split, 0, 1), 0);
  }

  @Test
  void what_is_dated_ahead_is_remembered_for_the_next_run_before_it_is_let_in() throws Exception {
    Map<SignerId, Long> kept = new HashMap<>();
    boolean[] good = {true};
    Horizon horizon =
        new Horizon() {
          @Override
          public long before(SignerId key) {
            return NOW.getEpochSecond() - 50;
          }

          @Override
          public boolean raise(SignerId key, long created) {
            return good[0] && kept.put(key, created) == null;
          }
        };
    guard = guard(new ReplayMemory(NOW.minusSeconds(1000), 100, horizon));
    refused(Reason.STALE, request, sign(request, -50, 1), 0);
    admit(request, sign(request, -49, 1), 0);
    admit(request, sign(request, 0, 2), 0);
    assertTrue(kept.isEmpty());
    admit(request, sign(request, 7, 3), 0);
    assertEquals(Map.of(courier.id(), NOW.getEpochSecond() + 7), kept);
    good[0] = false;
    refused(Reason.TRY_LATER, request, sign(request, 8, 4), 0);
  }

  @Test
  void strangers_are_refused_and_fill_no_memory() throws Exception {
    guard = guard(NOW.minusSeconds(1000), 1);
    for (int i = 0; i < 5; i++) {
      HatchSignature stranger = HatchSignature.sign(request, key(2), NOW, nonce(i));
      refused(Reason.UNAUTHORISED, request, stranger, 0);
      HatchSignature claimed =
          new HatchSignature(
              stranger.created(), stranger.nonce(), courier.id(), stranger.signature());
      refused(Reason.UNAUTHORISED, request, claimed, 0);
    }
    admit(request, sign(request, 0, 9), 0);
  }

  @Test
  void an_authority_that_is_not_configured_is_refused() {
    HatchRequest other = request("GET", "other.onion", "/", null);
    refused(Reason.WRONG_AUTHORITY, other, sign(other, 0, 1), 0);
  }

  @Test
  void the_window_is_300_seconds_either_way() throws Exception {
    admit(request, sign(request, 0, 1), 300);
    admit(request, sign(request, 0, 2), -300);
    refused(Reason.STALE, request, sign(request, 0, 3), 301);
    refused(Reason.STALE, request, sign(request, 0, 4), -301);
  }

  @Test
  void what_was_signed_before_the_memory_began_is_refused() throws Exception {
    guard = guard(NOW, 100);
    refused(Reason.STALE, request, sign(request, -1, 1), 0);
    admit(request, sign(request, 0, 1), 0);
  }

  @Test
  void a_full_memory_refuses_and_forgets_only_what_is_stale() throws Exception {
    guard = guard(NOW.minusSeconds(1000), 2);
    admit(request, sign(request, 300, 1), 0);
    admit(request, sign(request, -300, 2), 0);
    refused(Reason.TRY_LATER, request, sign(request, 0, 3), 0);
    admit(request, sign(request, 1, 3), 1);
    refused(Reason.REPLAYED, request, sign(request, 300, 1), 600);
    admit(request, sign(request, 601, 1), 601);
  }

  @Test
  void a_key_that_fills_its_memory_locks_out_no_other() throws Exception {
    SigningKey other = key(2);
    guard =
        new HatchGuard(
            Map.of(
                courier.id(), Bytes.of(courier.publicKey()),
                other.id(), Bytes.of(other.publicKey())),
            Set.of("abc.onion"),
            new ReplayMemory(NOW.minusSeconds(1000), 2, Horizon.none()));
    admit(request, sign(request, 0, 1), 0);
    admit(request, sign(request, 0, 2), 0);
    refused(Reason.TRY_LATER, request, sign(request, 0, 3), 0);
    refused(Reason.REPLAYED, request, sign(request, 0, 2), 0);
    HatchSignature others = HatchSignature.sign(request, other, NOW, nonce(1));
    assertEquals(other.id(), admit(request, others, 0));
    refused(Reason.REPLAYED, request, others, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taniq=|sig1=",
        "\"@method\" |",
        "\"@method\" \"@authority\"|\"@authority\" \"@method\"",
        "created=1800000000|created=01800000000",
        "created=1800000000|created=-1",
        "created=1800000000|created=1800000000.5",
        ";alg=\"ed25519\"|",
        "ed25519|rsa-pss-sha512",
        "taniq-courier\"|other\"",
        ";tag=\"taniq-courier\"|;tag=\"taniq-courier\";expires=1",
        ";nonce=|; nonce=",
        "AAAAAAAAAAAAAAAAAAAAAA|AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAA|AAAA",
      })
  void another_spelling_of_the_input_is_refused(String change) {
    String[] parts = change.split("\\|", 2);
    HatchSignature signature = sign(request, 0, 0);
    String input = signature.input().replace(parts[0], parts[1]);
    assertTrue(!input.equals(signature.input()));
    unauthorised(input, signature.value());
  }

  @Test
  void missing_or_doubled_fields_are_refused() {
    HatchSignature signature = sign(request, 0, 1);
    unauthorised(null, signature.value());
    unauthorised(signature.input(), null);
    unauthorised(signature.input() + ", " + signature.input(), signature.value());
    unauthorised(signature.input(), signature.value() + ", " + signature.value());
    unauthorised(signature.input(), signature.value().replace("=:", "=::"));
  }

  @Test
  void the_body_must_be_as_digested() throws Exception {
    ContentDigest digest = digest(new byte[] {1});
    digest.require(MessageDigest.getInstance("SHA-256").digest(new byte[] {1}));
    assertEquals(
        Reason.DIGEST_MISMATCH,
        assertThrows(HatchException.class, () -> digest.require(new byte[32])).reason());
    assertEquals(digest, ContentDigest.parse(digest.value()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=:",
        "sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
      })
  void another_spelling_of_a_digest_is_refused(String value) {
    assertThrows(HatchException.class, () -> ContentDigest.parse(value));
    assertThrows(HatchException.class, () -> ContentDigest.parse(null));
  }

  @Test
  void random_mutations_are_refused_without_unchecked_exceptions() {
    HatchSignature signature = sign(request, 0, 1);
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      char[] input = signature.input().toCharArray();
      int at = random.nextInt(input.length);
      char other = (char) (random.nextInt(95) + 32);
      if (input[at] != other) {
        input[at] = other;
        unauthorised(new String(input), signature.value());
      }
    }
  }

  private void unauthorised(String input, String value) {
    HatchException e =
        assertThrows(HatchException.class, () -> guard.admit(request, input, value, NOW));
    assertEquals(Reason.UNAUTHORISED, e.reason());
  }

  private Object admit(HatchRequest what, HatchSignature signature, int seconds)
      throws HatchException {
    return guard.admit(what, signature.input(), signature.value(), NOW.plusSeconds(seconds));
  }

  private void refused(Reason reason, HatchRequest what, HatchSignature signature, int seconds) {
    assertEquals(
        reason, assertThrows(HatchException.class, () -> admit(what, signature, seconds)).reason());
  }

  private HatchSignature sign(HatchRequest what, int seconds, int nonce) {
    return HatchSignature.sign(what, courier, NOW.plusSeconds(seconds), nonce(nonce));
  }

  private HatchGuard guard(Instant began, int max) {
    return guard(new ReplayMemory(began, max, Horizon.none()));
  }

  private HatchGuard guard(ReplayMemory memory) {
    return new HatchGuard(
        Map.of(courier.id(), Bytes.of(courier.publicKey())), Set.of("ABC.onion:80"), memory);
  }

  private static HatchRequest request(String method, String host, String path, String query) {
    return HatchRequest.of(method, host, path, query, digest(new byte[0]));
  }

  private static ContentDigest digest(byte[] body) {
    try {
      return ContentDigest.of(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] nonce(int value) {
    byte[] nonce = new byte[HatchSignature.NONCE_BYTES];
    nonce[0] = (byte) value;
    return nonce;
  }

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return new SigningKey(bytes);
  }
}
