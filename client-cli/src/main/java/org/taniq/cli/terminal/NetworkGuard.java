package org.taniq.cli.terminal;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells which network interfaces are switched on. On Linux it reads {@code /sys/class/net} and
 * opens no socket; elsewhere it asks java.net.NetworkInterface. An interface counts as on when it
 * is administratively up, with a cable in it or not: a radio that merely listens is one too many.
 */
public final class NetworkGuard {
  private static final int IFF_UP = 0x1;
  private static final int IFF_LOOPBACK = 0x8;

  private final Path interfaces;
  private final boolean linux;

  /** The guard of this machine. */
  public static NetworkGuard ofThisMachine() {
    return new NetworkGuard(
        Path.of("/sys/class/net"), System.getProperty("os.name", "").startsWith("Linux"));
  }

  /**
   * @param interfaces a directory as Linux's /sys/class/net
   * @param linux whether to read it; else the JDK is asked
   */
  NetworkGuard(Path interfaces, boolean linux) {
    this.interfaces = interfaces;
    this.linux = linux;
  }

  /**
   * Names of the interfaces that are up, but for loopback; sorted.
   *
   * @throws Refusal NETWORK_UNKNOWN when the system does not tell
   */
  public List<String> up() throws Refusal {
    try {
      List<String> up = linux ? upBySysfs() : upByJdk();
      Collections.sort(up);
      return up;
    } catch (IOException | NumberFormatException e) {
      throw new Refusal(TerminalProblem.NETWORK_UNKNOWN);
    }
  }

  private List<String> upBySysfs() throws IOException {
    List<String> up = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(interfaces)) {
      for (Path name : names) {
        Path flagsFile = name.resolve("flags");
        if (!Files.exists(flagsFile)) {
          // Not an interface: e.g. the control file bonding_masters.
          continue;
        }
        int flags = Integer.decode(Files.readString(flagsFile).trim());
        if ((flags & IFF_UP) != 0 && (flags & IFF_LOOPBACK) == 0) {
          up.add(name.getFileName().toString());
        }
      }
    }
    return up;
  }

  private static List<String> upByJdk() throws SocketException {
    List<String> up = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && !each.isLoopback()) {
        up.add(each.getName());
      }
    }
    return up;
  }
}
