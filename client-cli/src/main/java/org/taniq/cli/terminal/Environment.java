package org.taniq.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command gets from the process: streams, clock, randomness, the machine's network state.
 *
 * @param outIsTerminal whether content written to out would be shown as it is
 * @param errIsTerminal whether progress may be drawn on err
 * @param locale as {@code LC_ALL} or {@code LANG} says, null for none
 * @param terminal who answers when no descriptor is named
 * @param cost of the keyrings that are written and read
 */
public record Environment(
    InputStream in,
    OutputStream out,
    boolean outIsTerminal,
    OutputStream err,
    boolean errIsTerminal,
    @Nullable String locale,
    Clock clock,
    SecureRandom random,
    NetworkGuard network,
    LineSource terminal,
    KdfCost cost) {

  /** The environment of this process. */
  public static Environment ofThisProcess() {
    return new Environment(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        isTerminal(1),
        new FileOutputStream(FileDescriptor.err),
        isTerminal(2),
        locale(System.getenv()),
        Clock.systemUTC(),
        new SecureRandom(),
        NetworkGuard.ofThisMachine(),
        new TtySource(),
        KdfCost.standard());
  }

  /** The launcher runs Java under C.UTF-8 and hands the reader's own locale on in TANIQ_LOCALE. */
  static @Nullable String locale(Map<String, String> variables) {
    for (String name : new String[] {"TANIQ_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = variables.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // Elsewhere than on Linux: no progress rather than control characters in a log.
      return false;
    }
  }
}
