package org.taniq.server.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The same files in a folder, for the operator's first set-up. */
final class FolderDelivery implements Delivery {
  private static final List<String> FIRST = List.of("current.json", "site.json", "site.json.sig");

  private final Path folder;
  private final Iterator<String> names;
  private @Nullable InputStream open;
  private long left = MAX_BYTES;

  FolderDelivery(Path folder) throws IOException, PublicationException {
    this.folder = folder;
    List<String> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all =
          walk.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted(Comparator.comparingInt(FolderDelivery::rank).thenComparing(name -> name))
              .limit(MAX_FILES + 1)
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (all.size() > MAX_FILES) {
      throw new PublicationException(PublicationException.Reason.TOO_LARGE);
    }
    names = all.iterator();
  }

  @Override
  public @Nullable Item next() throws IOException, PublicationException {
    close();
    if (!names.hasNext()) {
      return null;
    }
    String name = names.next();
    Path file = folder.resolve(name);
    long size = Files.size(file);
    left -= size;
    if (left < 0) {
      throw new PublicationException(PublicationException.Reason.TOO_LARGE);
    }
    open = Files.newInputStream(file);
    return new Item(name, size, open);
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private static int rank(String name) {
    int at = FIRST.indexOf(name);
    return at < 0 ? FIRST.size() : at;
  }
}
