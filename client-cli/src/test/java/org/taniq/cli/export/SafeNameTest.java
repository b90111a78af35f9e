package org.taniq.cli.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeNameTest {
  private static final byte[] NOISE = {0, 1, 2, (byte) 0xfe};

  /** What Windows, macOS or a Linux desktop acts on, or loads more by, without a click. */
  private static final List<String> ACTING =
      List.of(
          "lnk",
          "url",
          "desktop",
          "directory",
          "scf",
          "library-ms",
          "search-ms",
          "searchConnector-ms",
          "theme",
          "contact",
          "settingcontent-ms",
          "website",
          "webloc",
          "inetloc",
          "fileloc",
          "html",
          "svg",
          "exe",
          "LNK",
          "Lnk");

  private static final List<String> ENDINGS =
      List.of(
          "jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "pdf", "zip", "docx", "xlsx", "odt",
          "ods", "wav", "ogg", "oga", "opus", "mp3", "amr", "mp4", "m4a", "m4v", "mov", "3gp",
          "webm", "mkv", "txt", "bin");

  /** The first bytes of each kind. */
  private static final Map<Ending, String> BEGINNINGS =
      Map.ofEntries(
          Map.entry(Ending.JPEG, "ffd8ffe000104a464946"),
          Map.entry(Ending.PNG, "89504e470d0a1a0a0000000d"),
          Map.entry(Ending.GIF, "4749463839610100"),
          Map.entry(Ending.WEBP, "524946460a00000057454250"),
          Map.entry(Ending.HEIC, "000000186674797068656963"),
          Map.entry(Ending.PDF, "255044462d312e37"),
          Map.entry(Ending.ZIP, "504b030414000600"),
          Map.entry(Ending.WAV, "524946460a00000057415645"),
          Map.entry(Ending.OGG, "4f67675300020000"),
          Map.entry(Ending.MP3, "4944330400000000"),
          Map.entry(Ending.AMR, "2321414d520a3c00"),
          Map.entry(Ending.MP4, "0000001c667479706d703432"),
          Map.entry(Ending.WEBM, "1a45dfa30100"),
          Map.entry(Ending.TEXT, "d0b4d0b02c0a09c9997720"),
          Map.entry(Ending.OTHER, "4c0000000114020000000000c0"));

  private static String of(String original, byte[] first) {
    return SafeName.of(7, original, Ending.of(first));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void each_kind_is_told_by_its_first_bytes_and_keeps_its_own_endings() {
    assertEquals(Ending.values().length, BEGINNINGS.size());
    BEGINNINGS.forEach(
        (kind, hex) -> assertEquals(kind, Ending.of(HexFormat.of().parseHex(hex)), hex));
    byte[] jpeg = HexFormat.of().parseHex(BEGINNINGS.get(Ending.JPEG));
    assertEquals("007-IMG_1.jpg", of("IMG_1.jpg", jpeg));
    assertEquals("007-IMG_1.JPEG", of("IMG_1.JPEG", jpeg));
    assertEquals("007-IMG_1_png.jpg", of("IMG_1.png", jpeg));
    assertEquals("007-scan.jpg", of("scan", jpeg));
    assertEquals(
        "007-akt.docx", of("akt.docx", HexFormat.of().parseHex(BEGINNINGS.get(Ending.ZIP))));
    assertEquals("007-empty.txt", of("empty.txt", new byte[0]));
    assertEquals("007-file.bin", of("протокол", NOISE));
  }

  @Test
  void a_name_never_ends_in_what_a_system_acts_on() {
    List<byte[]> contents =
        List.of(
            new byte[0],
            NOISE,
            text("[Desktop Entry]\nType=Link\nURL=file://host/share\n"),
            text("[InternetShortcut]\nURL=file://host/share\nIconFile=\\\\host\\share\\x.ico"),
            text("[.ShellClassInfo]\nIconResource=\\\\host\\share\\x.ico"),
            text("<?xml version=\"1.0\"?><libraryDescription/>"),
            HexFormat.of().parseHex("4c0000000114020000000000c000000000000046"),
            HexFormat.of().parseHex("ffd8ffe0"),
            text("PK\3\4"));
    for (String acting : ACTING) {
      for (byte[] content : contents) {
        for (String name : List.of("x." + acting, "." + acting, "desktop.ini", "a.b." + acting)) {
          String safe = of(name, content);
          assertTrue(safe.matches("007-[A-Za-z0-9_-]+\\.[a-z0-9]+"), safe);
          assertTrue(ENDINGS.contains(safe.substring(safe.indexOf('.') + 1)), safe);
        }
      }
    }
  }
}
