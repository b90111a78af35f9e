package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges a program's network calls as {@code strace} saw them.
 *
 * <p>One thing is passed over: whenever the JDK loads its channels (for fsync of a directory there
 * is nothing else), its library opens stream sockets only to see which families the machine has,
 * and closes them. Nothing can leave by such a socket without one of the calls that are refused
 * here.
 */
final class SocketTrace {
  private static final Pattern CALL = Pattern.compile("^\\d+ +(?:<\\.\\.\\. )?(\\w+)[( ](.*)$");
  private static final Pattern EXITED =
      Pattern.compile("^\\d+ +\\+\\+\\+ exited with \\d+ \\+\\+\\+$");

  private static final Pattern PROBE =
      Pattern.compile("AF_INET6?, SOCK_STREAM, IPPROTO_IP\\) += \\d+");

  private SocketTrace() {}

  /** What to write before a command, so that its network calls are written to a file. */
  static List<String> command(Path output) {
    return List.of(
        "strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", output.toString(), "--");
  }

  /**
   * Lines that a program which talks to no network does not cause: connect, bind or sending with
   * anything but AF_UNIX, every listen, accept and sendmsg, and sockets of other families but for
   * the JDK's probe.
   *
   * @throws IOException if the trace is not one of a program that ended
   */
  static List<String> violations(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    if (lines.stream().noneMatch(line -> EXITED.matcher(line).matches())) {
      throw new IOException("the tracer saw no end of the program");
    }
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      Matcher call = CALL.matcher(line);
      if (call.matches() && !allowed(call.group(1), call.group(2))) {
        found.add(line);
      }
    }
    return found;
  }

  private static boolean allowed(String call, String arguments) {
    if (call.equals("socket") && PROBE.matcher(arguments).matches()) {
      return true;
    }
    if (arguments.contains("AF_") && !arguments.contains("AF_UNIX")) {
      return false;
    }
    return switch (call) {
      case "listen", "accept", "accept4", "sendmsg", "sendmmsg" -> false;
      case "socket", "connect", "bind", "sendto" ->
          arguments.contains("AF_UNIX") || arguments.startsWith("resumed>");
      default -> true;
    };
  }
}
