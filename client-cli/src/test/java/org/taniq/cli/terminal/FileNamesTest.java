package org.taniq.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
  private static final byte[] NOT_UTF8 = {'a', (byte) 0xff, ' ', (byte) 0xd0, '%', '\n', '-'};

  @Test
  void any_bytes_survive_as_text() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, FileNames.encode(FileNames.decode(bytes)));
    }
  }

  @Test
  void names_of_any_bytes_name_real_files(@TempDir Path directory) throws Exception {
    String[] names = {
      "протокол.pdf",
      "şahid ifadəsi",
      FileNames.decode(NOT_UTF8),
      "-x",
      "a\"b'c",
      "\u202egpj.exe",
      "%41"
    };
    for (String name : names) {
      Path file = directory.resolve(FileNames.path(name));
      Files.writeString(file, "12345");
      assertEquals(name, FileNames.text(file.getFileName()));
      assertEquals(5, Files.size(directory.resolve(FileNames.path(name))));
    }
    assertEquals(
        FileNames.text(directory.toAbsolutePath()) + "/x", FileNames.text(directory.resolve("x")));
  }

  @Test
  void relative_and_absolute_names_stay_so() {
    assertEquals("папка/файл", FileNames.text(FileNames.path("папка/файл")));
    assertTrue(FileNames.path("/папка/файл").isAbsolute());
    assertEquals("/папка/файл", FileNames.text(FileNames.path("/папка/файл")));
    assertEquals("../файл", FileNames.text(FileNames.path("../файл")));
  }

  @Test
  void lost_arguments_come_back_from_the_command_line() {
    byte[] line = "java\0-cp\0x\0seal\0протокол\0".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(
        new String[] {"seal", "протокол"},
        Arguments.fromCommandLine(line, new String[] {"seal", "\uFFFD\uFFFD"}));
  }

  @Test
  void names_are_printed_so_that_they_cannot_deceive() {
    assertEquals("a\\xff \\xd0%\\u{a}-", SafeText.of(FileNames.path(FileNames.decode(NOT_UTF8))));
    assertEquals("\\u{202e}gpj.exe\\u{200f}", SafeText.of("\u202egpj.exe\u200f"));
    assertEquals("протокол ə", SafeText.of("протокол ə"));
    assertEquals("\\\\u{a}", SafeText.of("\\u{a}"));
  }
}
