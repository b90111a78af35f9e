package org.taniq.protocol.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {

  static final NameRule ANY = (index, entry) -> true;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 65535, 65536, 65537, 200_000})
  void what_is_written_is_read(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    byte[] tar = tar(Map.of("attachments/001", content), 0);
    assertEquals(TarEntry.length(size) + TarWriter.END_BYTES, tar.length);
    TarReader reader = reader(tar);
    assertEquals(new TarEntry("attachments/001", size), reader.next());
    assertArrayEquals(content, reader.content().readAllBytes());
    assertNull(reader.next());
    reader.finish();
  }

  @Test
  void padded_tar_gives_its_used_length() throws Exception {
    byte[] tar = tar(files(), 65536);
    assertEquals(65536, tar.length);
    TarReader reader = reader(tar);
    while (reader.next() != null) {
      reader.content().skip(3);
    }
    assertEquals(tar(files(), 0).length, reader.finishPadded());
    assertEquals(65536, reader.position());
  }

  @Test
  void the_stream_underneath_may_give_one_byte_at_a_time() throws Exception {
    byte[] tar = tar(files(), 65536);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(tar)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    TarReader reader = new TarReader(slow, tar.length, 9, ANY);
    Map<String, byte[]> read = new LinkedHashMap<>();
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      read.put(entry.name(), reader.content().readAllBytes());
    }
    reader.finishPadded();
    assertEquals(files().keySet().stream().toList(), read.keySet().stream().toList());
    files().forEach((name, content) -> assertArrayEquals(content, read.get(name)));
  }

  @Test
  void content_of_an_entry_left_behind_is_gone() throws Exception {
    TarReader reader = reader(tar(files(), 0));
    reader.next();
    InputStream first = reader.content();
    reader.next();
    assertThrows(IOException.class, first::read);
  }

  @Test
  void gnu_tar_reads_it(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.tar");
    Files.write(file, tar(files(), 65536));
    Path out = Files.createDirectory(directory.resolve("out"));
    Process tar =
        new ProcessBuilder("tar", "-x", "-p", "-f", file.toString(), "-C", out.toString())
            .redirectErrorStream(true)
            .start();
    assertEquals("", new String(tar.getInputStream().readAllBytes(), US_ASCII));
    assertEquals(0, tar.waitFor());
    for (Map.Entry<String, byte[]> entry : files().entrySet()) {
      assertArrayEquals(entry.getValue(), Files.readAllBytes(out.resolve(entry.getKey())));
    }
  }

  @Test
  void commons_compress_reads_it() throws Exception {
    List<String> names = new ArrayList<>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar(files(), 65536)))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertTrue(entry.isFile() && entry.isCheckSumOK());
        assertEquals(0600, entry.getMode());
        assertEquals(0, entry.getLongUserId() + entry.getLastModifiedTime().toMillis());
        assertArrayEquals(files().get(entry.getName()), in.readAllBytes());
        names.add(entry.getName());
      }
    }
    assertEquals(List.copyOf(files().keySet()), names);
  }

  @Test
  void a_source_that_shrinks_or_grows_is_noticed() {
    for (int size : new int[] {9, 11}) {
      TarWriter writer = new TarWriter(new ByteArrayOutputStream());
      var refused =
          assertThrows(
              SourceChangedException.class,
              () -> writer.entry("a", size, new ByteArrayInputStream(new byte[10])));
      assertEquals("changed while being read", refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "../a", "a/../b", "./a", "a//b", "a b", "ə", "a\\b"})
  void names_outside_the_profile_are_not_written(String name) {
    TarWriter writer = new TarWriter(new ByteArrayOutputStream());
    assertThrows(IllegalArgumentException.class, () -> writer.entry(name, new byte[0]));
  }

  @Test
  void the_longest_name_and_size_of_the_profile_fit() {
    String name = "a".repeat(100);
    byte[] header = TarHeader.write(name, TarEntry.MAX_SIZE);
    assertEquals(new TarEntry(name, TarEntry.MAX_SIZE), TarHeader.read(header));
    assertThrows(IllegalArgumentException.class, () -> TarHeader.write(name + "a", 0));
    assertThrows(IllegalArgumentException.class, () -> TarHeader.write("a", TarEntry.MAX_SIZE + 1));
  }

  @Test
  void nothing_is_written_after_the_end() throws Exception {
    TarWriter writer = new TarWriter(new ByteArrayOutputStream());
    assertThrows(IllegalStateException.class, () -> writer.finish(512));
    writer.finish();
    assertThrows(IllegalStateException.class, () -> writer.entry("a", new byte[0]));
    assertThrows(IllegalStateException.class, writer::finish);
  }

  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("testimony.json", "{}".getBytes(US_ASCII));
    files.put("thread.sig", new byte[64]);
    files.put("attachments/001", new byte[0]);
    byte[] large = new byte[5000];
    Arrays.fill(large, (byte) 7);
    files.put("attachments/002", large);
    return files;
  }

  static byte[] tar(Map<String, byte[]> files, long padTo) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      writer.entry(file.getKey(), file.getValue());
    }
    if (padTo == 0) {
      writer.finish();
    } else {
      writer.finish(padTo);
    }
    return out.toByteArray();
  }

  static TarReader reader(byte[] tar) {
    return new TarReader(new ByteArrayInputStream(tar), tar.length, 10, ANY);
  }
}
