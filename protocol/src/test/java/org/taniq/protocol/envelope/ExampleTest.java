package org.taniq.protocol.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.Hkdf;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.FileDigest;

/** Every figure of the example in SPEC §2.11, read from the page itself. */
class ExampleTest {

  private static final FixedHeader FIXED =
      new FixedHeader(2, 3, Kind.TESTIMONY, KeysetId.of("example".getBytes(US_ASCII)));
  private static final byte[] NONE = Binding.noContext();

  private static String page;

  @BeforeAll
  static void read() throws Exception {
    String spec = Files.readString(Path.of(System.getProperty("taniq.root"), "docs/SPEC.md"));
    page = spec.substring(spec.indexOf("### 2.11"), spec.indexOf("\n## 3 "));
  }

  @Test
  void fixed_header() {
    String annotated = page.substring(page.indexOf("89 54"), page.indexOf("<slot 0"));
    byte[] bytes = HexFormat.of().parseHex(hexPairs(annotated));
    assertArrayEquals(FIXED.bytes(), bytes);
    assertTrue(page.contains("offset " + Header.length(3)));
    assertTrue(page.contains("offset " + (32 + 3 * Header.SLOT_BYTES)));
  }

  @Test
  void shares_and_their_commitments() {
    byte[] dek = range(0);
    for (int i = 0; i < 3; i++) {
      byte[] share = figure("share " + i);
      assertEquals(33, share.length);
      assertArrayEquals(figure("commitment " + i), Binding.commitment(FIXED, NONE, i, share));
    }
    // 2-of-n at 0: x2/(x1+x2)·y1 + x1/(x1+x2)·y2 with x1 = 2, x2 = 3 is 3·y1 + 2·y2.
    byte[] second = figure("share 1");
    byte[] third = figure("share 2");
    for (int i = 0; i < 32; i++) {
      int y1 = second[1 + i] & 0xff;
      int y2 = third[1 + i] & 0xff;
      assertEquals(dek[i] & 0xff, doubled(y1) ^ y1 ^ doubled(y2));
    }
  }

  @Test
  void derivations() {
    assertArrayEquals(figure("info_0"), Binding.info(FIXED, NONE, 0));
    try (Dek dek = new Dek(range(0))) {
      byte[] header = figure("header key");
      assertArrayEquals(Hkdf.hmac(header, NONE, new byte[9]), dek.headerMac(NONE, new byte[9]));
      assertArrayEquals(figure("payload key"), dek.payloadKey());
      assertArrayEquals(figure("K"), Hkdf.derive(dek.payloadKey(), range(64), range(96), 32));
    }
  }

  @Test
  void tar_header_of_the_thread_signature() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).entry("thread.sig", new byte[64]);
    byte[] expected = new byte[1024];
    Matcher line = Pattern.compile("(?m)^([01][0-9a-f]{2})  ((?:[0-9a-f]{2} ?)+)").matcher(page);
    int lines = 0;
    while (line.find()) {
      byte[] bytes = HexFormat.of().parseHex(line.group(2).replace(" ", ""));
      System.arraycopy(bytes, 0, expected, Integer.parseInt(line.group(1), 16), bytes.length);
      lines++;
    }
    assertEquals(7, lines);
    assertArrayEquals(expected, out.toByteArray());
  }

  @Test
  void file_digests() {
    for (byte[] content :
        new byte[][] {new byte[0], "abc".getBytes(US_ASCII), new byte[(1 << 20) + 1]}) {
      assertTrue(page.contains(HexFormat.of().formatHex(FileDigest.of(content))));
    }
  }

  private static String hexPairs(String annotated) {
    StringBuilder hex = new StringBuilder();
    Matcher line = Pattern.compile("(?m)^((?:[0-9a-f]{2} ?)+)(?: |$)").matcher(annotated);
    while (line.find()) {
      hex.append(line.group(1).replace(" ", ""));
    }
    return hex.toString();
  }

  private static byte[] figure(String name) {
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " +([0-9a-f]+)").matcher(page);
    assertTrue(line.find(), name);
    return HexFormat.of().parseHex(line.group(1));
  }

  private static byte[] range(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static int doubled(int a) {
    return (a << 1 ^ ((a & 0x80) != 0 ? 0x11b : 0)) & 0xff;
  }
}
