package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.road.ManualBlocks.Line;
import org.taniq.road.Program.Run;

/**
 * A server machine on which somebody follows docs/OPERATOR.md: bash runs the very lines. Its root
 * is a directory, and what needs root, systemd or Tor is put in their place: {@code sudo} runs as
 * who runs the test, {@code systemctl} starts the command of the unit that was copied, without its
 * limits, and where Tor starts it makes an address if there is none.
 */
final class OperatorMachine implements AutoCloseable {
  /** Beginnings of the places that the manual names. */
  private static final Pattern PLACES =
      Pattern.compile("(?<![A-Za-z0-9.])/(opt|etc|var|tmp|media)(?=[/ ])");

  private static final String CONFIG = "--config /etc/taniq-server.conf";

  private static final String SUDO =
      """
      #!/bin/sh
      case $1 in -u) shift 2 ;; esac
      exec "$@"
      """;

  private static final String INSTALL =
      """
      #!/bin/sh
      case $1 in -o) shift 2 ;; esac
      exec /usr/bin/install "$@"
      """;

  private static final String SYSTEMCTL =
      """
      #!/bin/bash
      root=%s run=%s
      alive() { [ -s $run/pid ] && kill -0 "$(cat $run/pid)" 2>/dev/null; }
      start_server() {
        alive && return
        command=$(sed -n 's/^ExecStart=//p' $root/etc/systemd/system/taniq-server.service)
        [ -n "$command" ] || return 5
        command=" ${command/--config/--demo --config}"
        ${command//' /'/" $root/"} 3>&- >$run/log 2>&1 &
        echo $! >$run/pid
        for try in $(seq 600); do
          [ "$(grep -c 'listening for' $run/log)" = 2 ] && return
          alive || return 1
          sleep 0.1
        done
        return 1
      }
      stop_server() {
        alive || return 0
        kill "$(cat $run/pid)"
        for try in $(seq 600); do alive || return 0; sleep 0.1; done
        return 1
      }
      start_tor() {
        for place in $(sed -n 's/^HiddenServiceDir //p' $root/etc/tor/torrc); do
          [ -e $root$place/hostname ] && continue
          mkdir -p $root$place
          echo $RANDOM$RANDOM$RANDOM.onion >$root$place/hostname
        done
      }
      verb=$1
      [ "$verb" = daemon-reload ] && exit
      [ "$1 $2" = 'enable --now' ] && { verb=start; shift; }
      for unit in "${@:2}"; do
        case $verb-$unit in
          start-taniq-server | stop-taniq-server) ${verb}_server || exit ;;
          start-tor | restart-tor) start_tor ;;
          stop-tor) ;;
          *) exit 64 ;;
        esac
      done
      """;

  final Path root;
  private final Path run;
  private final Path media;
  private final Map<String, String> environment;
  private final Set<Line> ran = new HashSet<>();

  /** An installed Debian, in a new directory, with what is plugged in beside it. */
  OperatorMachine(Path work) throws IOException {
    root = work.resolve("root");
    run = Files.createDirectories(work.resolve("run"));
    media = Files.createDirectories(work.resolve("media"));
    Files.createDirectories(media.resolve("backup"));
    Path bin = Files.createDirectories(work.resolve("bin"));
    program(bin.resolve("sudo"), SUDO);
    program(bin.resolve("install"), INSTALL);
    program(bin.resolve("systemctl"), SYSTEMCTL.formatted("'" + root + "'", "'" + run + "'"));
    environment = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    debian();
  }

  private static void program(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void debian() throws IOException {
    for (String place : List.of("opt", "etc/tor", "etc/systemd/system", "var/lib/tor", "tmp")) {
      Files.createDirectories(root.resolve(place));
    }
  }

  /** The disk is gone; another machine has the same place, and nothing on it. */
  void lose() throws IOException, InterruptedException {
    kill();
    Program.run(List.of("rm", "-r", root.toString())).expect(0);
    debian();
  }

  /** Where something lies that the manual names by its absolute path. */
  Path at(String place) {
    Path below = Path.of("/").relativize(Path.of(place));
    return below.startsWith("media") ? media.resolveSibling(below) : root.resolve(below);
  }

  /** Runs lines from top to bottom; every line must end with 0. */
  void run(List<Line> lines) throws IOException, InterruptedException {
    for (Line line : lines) {
      run(line).expect(0);
    }
  }

  /** Runs a line, in the directory of the sources. */
  Run run(Line line) throws IOException, InterruptedException {
    ran.add(line);
    String typed =
        PLACES
            .matcher(line.text().replace(CONFIG, CONFIG + " --demo"))
            .replaceAll(place -> Matcher.quoteReplacement(at(place.group()).toString()))
            .replace("tar -C / ", "tar -C " + root + " ");
    String script = "cd " + Program.quoted(Distribution.ROOT.toString()) + " || exit 99\n" + typed;
    Run done = Program.run(environment, "", List.of("bash", "-c", script));
    if (done.exit() != 0) {
      return new Run(done.exit(), line + "\n" + done.out(), done.err() + log());
    }
    return done;
  }

  /** Whether the server runs. */
  boolean serves() throws IOException, InterruptedException {
    return Program.run(List.of("bash", "-c", "kill -0 $(cat '" + run + "/pid')")).exit() == 0;
  }

  /** Every line that was run. */
  Set<Line> ran() {
    return Set.copyOf(ran);
  }

  private String log() throws IOException {
    Path log = run.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private void kill() throws IOException, InterruptedException {
    if (Files.exists(run.resolve("pid"))) {
      String script = "kill -9 $(cat '" + run + "/pid') 2>&1; rm '" + run + "/pid'";
      Program.run(List.of("bash", "-c", script)).expect(0);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    kill();
  }
}
