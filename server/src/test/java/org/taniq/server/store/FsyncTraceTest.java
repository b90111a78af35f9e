package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.store.ForgetfulDisk.Forgets;
import org.taniq.server.store.Strace.Call;

/**
 * Proves by the system calls themselves that what is answered is on disk before. Without strace, or
 * where it may not trace, this fails.
 */
@Tag("trace")
class FsyncTraceTest {
  @TempDir Path directory;

  private static final Pattern ANSWER = Pattern.compile("\"(STORED|OFFSET|DELETED) (\\w+)\\\\n\"");

  @Test
  void all_is_on_disk_before_the_answer() throws Exception {
    assertEquals(List.of(), missing(trace(Forgets.NOTHING)));
  }

  @Test
  void a_body_that_is_not_synced_is_noticed() throws Exception {
    List<String> missing = missing(trace(Forgets.BODY));
    assertTrue(missing.contains("STORED: body not synced"), missing.toString());
    assertTrue(missing.contains("OFFSET: bytes not synced"), missing.toString());
  }

  @Test
  void a_directory_that_is_not_synced_is_noticed() throws Exception {
    List<String> missing = missing(trace(Forgets.DIRECTORY));
    assertTrue(missing.contains("STORED: directory not synced"), missing.toString());
    assertTrue(missing.contains("OFFSET: directory not synced"), missing.toString());
    assertTrue(missing.contains("DELETED: directory not synced"), missing.toString());
  }

  @Test
  void an_index_that_is_not_synced_before_bodies_go_is_noticed() throws Exception {
    assertEquals(
        List.of("DELETED: index not synced", "DELETED: index not synced"),
        missing(trace(Forgets.INDEX)));
  }

  private List<Call> trace(Forgets forgets) throws Exception {
    Path output = directory.resolve("trace");
    List<String> strace = new ArrayList<>(Strace.COMMAND);
    strace.addAll(List.of("-o", output.toString()));
    Path store = directory.resolve("store");
    Process process =
        Fork.java(strace, TraceSubject.class, store.toString(), forgets.name()).start();
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), "strace, or what it traced, failed");
    return Strace.read(output);
  }

  /** What was answered too early, in the order of the answers. */
  private static List<String> missing(List<Call> calls) {
    List<String> missing = new ArrayList<>();
    int answers = 0;
    for (Call call : calls) {
      Matcher answer = ANSWER.matcher(call.arguments());
      if (call.isWrite() && answer.find()) {
        answers++;
        List<Call> before = calls.stream().filter(c -> c.ended() < call.began()).toList();
        String id = answer.group(2);
        switch (answer.group(1)) {
          case "STORED" -> stored(before, id, missing);
          case "OFFSET" -> offset(before, id, missing);
          default -> deleted(before, id, missing);
        }
      }
    }
    assertEquals(12, answers, "answers seen in the trace");
    return missing;
  }

  private static void stored(List<Call> calls, String id, List<String> missing) {
    Call move = last(calls, c -> c.name().startsWith("rename") && c.arguments().contains("/" + id));
    String from = move.arguments().split("\"")[1];
    String to = move.arguments().split("\"")[3];
    Call write = last(calls, c -> c.isWrite() && c.path().equals(from));
    if (!between(calls, write.ended(), move.began(), from)) {
      missing.add("STORED: body not synced");
    }
    if (!between(calls, move.ended(), Integer.MAX_VALUE, Path.of(to).getParent().toString())) {
      missing.add("STORED: directory not synced");
    }
  }

  private static void offset(List<Call> calls, String token, List<String> missing) {
    Call write = last(calls, c -> c.isWrite() && c.path().contains("/" + token));
    if (!between(calls, write.ended(), Integer.MAX_VALUE, write.path())) {
      missing.add("OFFSET: bytes not synced");
    }
    String uploads = Path.of(write.path()).getParent().toString();
    Call first =
        calls.stream().filter(c -> c.isWrite() && c.path().equals(write.path())).findFirst().get();
    if (!between(calls, first.began(), Integer.MAX_VALUE, uploads)) {
      missing.add("OFFSET: directory not synced");
    }
  }

  private static void deleted(List<Call> calls, String id, List<String> missing) {
    List<Call> unlinks = calls.stream().filter(c -> c.name().startsWith("unlink")).toList();
    Call unlink = last(unlinks, c -> c.arguments().contains("/" + id));
    Call first = unlinks.stream().filter(c -> c.arguments().contains("/bodies/")).findFirst().get();
    String body = unlink.arguments().split("\"")[1];
    assertFalse(body.isEmpty());
    String index = Path.of(body).getParent().getParent().resolveSibling("index.mv.db").toString();
    Call lastStored = last(calls, c -> c.isWrite() && c.arguments().contains("\"STORED "));
    boolean indexWritten =
        calls.stream()
            .anyMatch(
                c ->
                    c.isWrite()
                        && c.path().equals(index)
                        && c.began() > lastStored.ended()
                        && c.ended() < first.began());
    if (!indexWritten || !between(calls, lastStored.ended(), first.began(), index)) {
      missing.add("DELETED: index not synced");
    }
    if (!between(calls, unlink.ended(), Integer.MAX_VALUE, Path.of(body).getParent().toString())) {
      missing.add("DELETED: directory not synced");
    }
  }

  /** Whether a path was synced, wholly between two lines. */
  private static boolean between(List<Call> calls, int after, int before, String path) {
    return calls.stream()
        .anyMatch(
            c -> c.isSync() && c.path().equals(path) && c.began() > after && c.ended() < before);
  }

  private static Call last(List<Call> calls, java.util.function.Predicate<Call> which) {
    List<Call> found = calls.stream().filter(which).toList();
    assertFalse(found.isEmpty(), "the trace lacks a call that must be there");
    return found.get(found.size() - 1);
  }
}
