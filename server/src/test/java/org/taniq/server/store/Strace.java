package org.taniq.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f -y -o} wrote: calls in the order in which they ended. */
final class Strace {

  /** What the checker needs to see. */
  static final List<String> COMMAND =
      List.of(
          "strace",
          "-f",
          "-y",
          "--seccomp-bpf",
          "-s",
          "80",
          "-e",
          "trace=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
              + "ftruncate");

  /**
   * One call that succeeded.
   *
   * @param began line at which it was entered
   * @param ended line at which it returned
   */
  record Call(String name, String arguments, int began, int ended) {
    boolean isSync() {
      return name.equals("fsync") || name.equals("fdatasync");
    }

    boolean isWrite() {
      return name.equals("write") || name.equals("pwrite64");
    }

    /** Path of the first argument, a file descriptor. */
    String path() {
      Matcher m = DESCRIPTOR.matcher(arguments);
      return m.find() ? m.group(1) : "";
    }
  }

  private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<(.*?)>(,|$)");
  private static final Pattern WHOLE = Pattern.compile("^(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+).*$");
  private static final Pattern BEGUN =
      Pattern.compile("^(\\d+) +(\\w+)\\((.*?) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMED =
      Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (-?\\d+).*$");

  private Strace() {}

  static List<Call> read(Path output) throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, Call> open = new HashMap<>();
    List<String> lines = Files.readAllLines(output);
    for (int i = 0; i < lines.size(); i++) {
      Matcher whole = WHOLE.matcher(lines.get(i));
      Matcher begun = BEGUN.matcher(lines.get(i));
      Matcher resumed = RESUMED.matcher(lines.get(i));
      if (begun.matches()) {
        open.put(begun.group(1), new Call(begun.group(2), begun.group(3), i, i));
      } else if (resumed.matches()) {
        Call call = open.remove(resumed.group(1));
        if (!resumed.group(4).equals("-1")) {
          calls.add(new Call(call.name(), call.arguments() + resumed.group(3), call.began(), i));
        }
      } else if (whole.matches() && !whole.group(4).equals("-1")) {
        calls.add(new Call(whole.group(2), whole.group(3), i, i));
      }
    }
    return calls;
  }
}
