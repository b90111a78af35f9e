package org.taniq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "1",
        "{",
        "{}{}",
        "{} x",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"\\u0061\":2}}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "\uFEFF{}",
        "{\"a\":/*c*/1}",
        "{\"a\":\"line\nfeed\"}"
      })
  void what_is_not_one_strict_object_is_refused(String text) {
    assertThrows(MalformedException.class, () -> StrictJson.parse(text.getBytes(UTF_8), 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e0",
        "-0",
        "0.5",
        "9007199254740992",
        "-9007199254740992",
        "1e99999999999",
        "-1E-99999999999",
        "0.1e2147483648",
        "[{\"b\":[1e99999999999]}]",
      })
  void a_number_that_is_not_whole_is_refused_wherever_it_stands(String value) {
    byte[] bytes = ("{\"a\":" + value + "}").getBytes(UTF_8);
    assertThrows(MalformedException.class, () -> StrictJson.parse(bytes, 1000));
  }

  @Test
  void other_encodings_than_utf8_are_refused() {
    for (var charset :
        new java.nio.charset.Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16}) {
      assertThrows(
          MalformedException.class, () -> StrictJson.parse("{\"a\":\"x\"}".getBytes(charset), 99));
    }
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    assertThrows(MalformedException.class, () -> StrictJson.parse(overlong, 99));
  }

  @Test
  void depth_32_is_taken_and_33_refused() throws Exception {
    StrictJson.parse(("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}").getBytes(UTF_8), 1000);
    byte[] deep = ("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}").getBytes(UTF_8);
    assertThrows(MalformedException.class, () -> StrictJson.parse(deep, 1000));
  }

  @Test
  void a_document_of_too_many_small_values_is_refused() throws Exception {
    byte[] many = ("{\"a\":[" + "0,".repeat(249_994) + "0]}").getBytes(UTF_8);
    StrictJson.parse(many, 1 << 20);
    byte[] more = ("{\"a\":[" + "0,".repeat(249_996) + "0]}").getBytes(UTF_8);
    assertThrows(MalformedException.class, () -> StrictJson.parse(more, 1 << 20));
  }

  @Test
  void size_limit_is_inclusive() throws Exception {
    StrictJson.parse("{}".getBytes(UTF_8), 2);
    assertThrows(MalformedException.class, () -> StrictJson.parse("{} ".getBytes(UTF_8), 2));
  }

  @Test
  void written_form_is_stable_and_reads_back_to_itself() throws Exception {
    byte[] once =
        StrictJson.pretty(
            StrictJson.parse(
                "{\"b\":[1,{\"c\":\"ə\\n\"}],\"a\":{},\"n\":0,\"m\":-9007199254740991,\"e\":[]}"
                    .getBytes(UTF_8),
                1000));
    assertEquals(
        "{\n  \"b\": [\n    1,\n    {\n      \"c\": \"ə\\n\"\n    }\n  ],\n  \"a\": {},\n"
            + "  \"n\": 0,\n  \"m\": -9007199254740991,\n  \"e\": []\n}\n",
        new String(once, UTF_8));
    assertArrayEquals(once, StrictJson.pretty(StrictJson.parse(once, 1000)));
  }

  @Test
  void writers_replace_half_surrogate_pairs() {
    assertEquals("a\uFFFDb😀\uFFFD", StrictJson.text("a\ud83db😀\ude00"));
  }

  @Test
  void random_mutations_never_give_an_unchecked_exception() {
    Random random = new Random(7);
    byte[] seed = "{\"a\":[1,2.5e3,true,null,\"\\u00e9ə\"],\"b\":{\"c\":\"x\"}}".getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = seed.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        StrictJson.pretty(StrictJson.parse(bytes, 1000));
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertEquals(true, refused > 10_000);
  }
}
