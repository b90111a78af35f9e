package org.taniq.cli.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.taniq.protocol.seal.Spool;

/** Keeps sealed attachments beside the envelope that will take them: ciphertext alone. */
final class FileSpool implements Spool, AutoCloseable {
  private final Path directory;
  private final String name;
  private final List<Path> files = new ArrayList<>();

  /**
   * @param name made unlike any other by the caller
   */
  FileSpool(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  private Path file(int number) {
    return directory.resolve(".taniq-" + name + "-" + number + ".spool");
  }

  @Override
  public OutputStream write(int number) throws IOException {
    Path file = file(number);
    files.add(file);
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public InputStream read(int number) throws IOException {
    return Files.newInputStream(file(number));
  }

  @Override
  public void close() throws IOException {
    empty();
  }

  /** Removes what was kept: the envelope took it. */
  void empty() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    files.clear();
  }
}
