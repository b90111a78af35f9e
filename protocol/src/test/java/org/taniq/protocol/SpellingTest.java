package org.taniq.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

  @Test
  void a_label_is_prefix_purpose_and_one_zero() {
    assertArrayEquals("taniq.org/v1/slot\0".getBytes(US_ASCII), Labels.of("slot"));
    assertThrows(IllegalArgumentException.class, () -> Labels.of("a\0b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AB", "a", "abc", "g0", "0x", "٠٠", ""})
  void hex_has_one_spelling(String text) {
    assertThrows(MalformedException.class, () -> Spelling.parseHex(text, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AB", "AA==", "A", "+w", "_x", "A A", ""})
  void base64url_has_one_spelling(String text) {
    assertThrows(MalformedException.class, () -> Spelling.parseB64u(text, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AB==", "AA", "AA=", "-w==", "AA==\n"})
  void base64_has_one_spelling(String text) {
    assertThrows(MalformedException.class, () -> Spelling.parseB64(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29",
        "2026-1-1",
        "+2026-01-01",
        "2026-13-01",
        "2026-01-01Z",
        "٢٠٢٦-01-01"
      })
  void a_date_is_a_day_that_exists(String text) {
    assertThrows(MalformedException.class, () -> Spelling.parseDate(text));
  }

  @Test
  void spellings_read_back() throws Exception {
    byte[] bytes = {(byte) 0xfb, (byte) 0xff, 0};
    assertArrayEquals(bytes, Spelling.parseHex(Spelling.hex(bytes), 3));
    assertArrayEquals(bytes, Spelling.parseB64u(Spelling.b64u(bytes), 3));
    assertArrayEquals(bytes, Spelling.parseB64(Spelling.b64(bytes)));
    assertEquals(LocalDate.of(2028, 2, 29), Spelling.parseDate("2028-02-29"));
  }
}
