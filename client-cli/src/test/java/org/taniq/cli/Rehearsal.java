package org.taniq.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The road by the commands that a laptop sees most, once, in one process. The build runs it and
 * notes the classes that it loads: they make the start-up archive of the distribution.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * Works in a directory that does not exist yet.
   *
   * @param arguments DIRECTORY
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Organisation org = new Organisation(directory);
    List<String> two = Organisation.passphrases(2);
    String sealed = directory.resolve("sealed.tnq").toString();
    Path attached = Files.write(directory.resolve("attached"), new byte[1 << 20]);
    Path draft = Files.writeString(directory.resolve("text"), "What happened.\n");
    org.ok(List.of(), "seal", "--no-confirm", "--text", draft.toString(), "--out", sealed);
    org.ok(List.of(), "seal", "--no-confirm", "--out", sealed + ".large", attached.toString());
    org.ok(List.of(), "inspect", sealed);
    org.ok(List.of(), "inbox", "import", sealed, sealed + ".large");
    org.ok(two, "inbox", "open", "--all");
    org.ok(List.of(), "inbox", "list", "--json");
    org.ok(two, "inbox", "open", "--stdout", sealed);
    String out = directory.resolve("export").toString();
    org.ok(two, "export", "--all", "--json", "--out", out);
  }
}
