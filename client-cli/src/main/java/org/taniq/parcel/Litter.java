package org.taniq.parcel;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** What systems lay by themselves into the root of every stick that they see. SPEC §9.4. */
final class Litter {
  private static final Set<String> DIRECTORIES =
      Set.of(
          "System Volume Information",
          "$RECYCLE.BIN",
          ".Trashes",
          ".Spotlight-V100",
          ".fseventsd",
          ".TemporaryItems",
          "lost+found");

  /** The trash of one account, by freedesktop.org's Trash specification. */
  private static final Pattern TRASH = Pattern.compile("\\.Trash-[0-9]{1,10}");

  private static final Set<String> FILES = Set.of(".DS_Store", "._.Trashes");

  private Litter() {}

  /** Whether it is one of these: a directory of such a name, or a file; a link is neither. */
  static boolean is(Path file, String name) {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return DIRECTORIES.contains(name) || TRASH.matcher(name).matches();
    }
    return FILES.contains(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
