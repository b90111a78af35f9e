package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;

/** The static files of a site on disk. */
final class SiteFiles {
  private SiteFiles() {}

  /** Where the files of a site's version are kept in a home. */
  static Path kept(Home home, long version) {
    return home.documents().resolve("site-files").resolve(Long.toString(version));
  }

  /**
   * Every file under a directory by its path on the server, sorted as the tar wants it.
   *
   * @throws Refusal SITE_NAME for links and other things that are no plain files
   */
  static SortedMap<String, Path> scan(Path root) throws Refusal, IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    SortedMap<String, Path> odd = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = "/" + FileNames.text(root.relativize(file)).replace('\\', '/');
            (attributes.isRegularFile() ? files : odd).put(path, file);
            return FileVisitResult.CONTINUE;
          }
        });
    if (!odd.isEmpty()) {
      throw new Refusal(CeremonyProblem.SITE_NAME, odd.firstKey());
    }
    return files;
  }
}
