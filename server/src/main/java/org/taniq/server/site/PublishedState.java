package org.taniq.server.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.SignedException;

/**
 * Which folders are served, and what this server remembers: one small file, replaced as a whole, so
 * that memory and pages never disagree.
 *
 * @param publication name of its folder
 * @param site name of its folder, or null
 */
record PublishedState(@Nullable String publication, @Nullable String site, Known known) {
  static final String FILE = "state";
  private static final String MAGIC = "taniq.org/v1/published";
  private static final int MAX_BYTES = 4 << 20;

  /** Before the first delivery. */
  static PublishedState nothing(byte[] instance) {
    return new PublishedState(null, null, Known.nothing(Bytes.of(instance)));
  }

  static PublishedState read(Path folder, byte[] instance) throws IOException, SignedException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return nothing(instance);
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("the state file is too long");
    }
    String[] parts = Files.readString(file).split("\n", 4);
    if (parts.length != 4 || !parts[0].equals(MAGIC)) {
      throw new IOException("the state file is not one of ours");
    }
    return new PublishedState(
        name(parts[1]), name(parts[2]), Known.parse(parts[3].getBytes(StandardCharsets.UTF_8)));
  }

  /** Durable on return. */
  void write(Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String head = MAGIC + "\n" + text(publication) + "\n" + text(site) + "\n";
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(known.bytes());
    Durable.replace(folder, FILE, out.toByteArray());
  }

  private static @Nullable String name(String line) throws IOException {
    if (!line.matches("-|(publication|site)-[0-9a-f]{64}")) {
      throw new IOException("the state file is damaged");
    }
    return line.equals("-") ? null : line;
  }

  private static String text(@Nullable String name) {
    return name == null ? "-" : name;
  }
}
