package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code taniq} talks to no network: every one of its runs along the road is traced. */
@Tag("trace")
class NoNetworkIT {
  @TempDir Path work;

  @Test
  void taniq_connects_to_nothing_anywhere_on_the_road() throws Exception {
    Path traces = Files.createDirectory(work.resolve("traces"));
    Path lawyerTraces = Files.createDirectory(work.resolve("lawyer-traces"));
    Laptop laptop =
        Laptop.ofExample(work.resolve("laptop")).tracedInto(traces).prepare(work.resolve("papers"));
    try (Stage stage = new Stage(work, laptop).open()) {
      stage.lawyer.tracedInto(lawyerTraces);
      Path notice = Files.writeString(work.resolve("notice.txt"), "A notice.");
      Path envelope = stage.seal("case.tnq", notice.toString());
      stage.submit(envelope).expect(0);
      stage.pull("stick-in").expect(0);
      stage.inboxImport("stick-in").expect(0);
      laptop.taniq("inspect", envelope.toString()).expect(0);
      laptop.taniq("inbox", "list").expect(0);
      laptop.taniq("import", stage.current.toString()).expect(0);
      stage.inboxOpen().expect(0);
      laptop.taniq("log", "verify").expect(0);
      stage.export(work.resolve("export"));
      laptop.taniq("keyring", "show", "--as", "leyla").expect(0);
      laptop.taniq("no-such-command").expect(2);
    }
    List<Path> all = new ArrayList<>(Laptop.beginning(traces, "trace-"));
    assertTrue(all.size() > 20, "all of the laptop's runs were traced");
    List<Path> lawyers = Laptop.beginning(lawyerTraces, "trace-");
    assertEquals(1, lawyers.size(), "the lawyer's seal was traced");
    all.addAll(lawyers);
    for (Path trace : all) {
      assertEquals(List.of(), SocketTrace.violations(trace));
    }
  }

  @Test
  void the_trace_finds_a_program_that_connects() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path trace = work.resolve("trace");
      List<String> command = new ArrayList<>(SocketTrace.command(trace));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      Path classes =
          Path.of(Dials.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      command.addAll(List.of("-cp", classes.toString(), Dials.class.getName()));
      command.add("" + socket.getLocalPort());
      Program.run(command).expect(0);
      List<String> found = SocketTrace.violations(trace);
      assertTrue(found.stream().anyMatch(line -> line.contains("connect(")), "" + found);
    }
  }

  @Test
  void the_judge_knows_each_forbidden_call() throws Exception {
    for (String line :
        List.of(
            "7 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 5",
            "7 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 5",
            "7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 5",
            "7 connect(5, {sa_family=AF_INET, sin_port=htons(80)}, 16 <unfinished ...>",
            "7 bind(5, {sa_family=AF_INET6, sin6_port=htons(0)}, 28) = 0",
            "7 listen(5, 50) = 0",
            "7 sendto(5, \"x\", 1, 0, NULL, 0) = 1")) {
      Path trace = Files.writeString(work.resolve("trace"), line + "\n7 +++ exited with 0 +++\n");
      assertEquals(List.of(line), SocketTrace.violations(trace));
    }
  }
}
