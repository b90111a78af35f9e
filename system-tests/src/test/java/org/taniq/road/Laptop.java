package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.taniq.road.Program.Run;

/** A machine with {@code taniq} on it: the custodians' laptop or a lawyer's. */
final class Laptop {
  static final List<String> CUSTODIANS = List.of("leyla", "rashad", "nigar");

  final Path home;
  private Map<String, String> environment = Map.of();
  private String passphrase;
  private Path traces;
  private List<String> clock = List.of();
  private int runs;

  Laptop(Path home) throws IOException {
    this.home = home;
    this.passphrase =
        Files.readString(Distribution.ROOT.resolve("keys-example/passphrase.txt")).strip();
  }

  /** The demonstration organisation's laptop, with its charter and keyrings and nothing else. */
  static Laptop ofExample(Path home) throws IOException {
    copy(Distribution.ROOT.resolve("keys-example/home"), home);
    return new Laptop(home);
  }

  /** The same machine, its home copied to another place. */
  Laptop copiedTo(Path other) throws IOException {
    copy(home, other);
    return new Laptop(other);
  }

  /** From now on in this locale. */
  Laptop inLocale(String locale) {
    environment = Map.of("LC_ALL", locale);
    return this;
  }

  /** From now on with this passphrase for everybody. */
  Laptop typing(String other) {
    passphrase = other;
    return this;
  }

  /** From now on this machine's clock is off, e.g. by +365d; needs faketime. */
  Laptop clockShifted(String shift) {
    // Not the monotonic clock, by which programs wait.
    clock = List.of("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", shift);
    return this;
  }

  /** From now on every program's network calls are written into files of this directory. */
  Laptop tracedInto(Path directory) {
    traces = directory;
    return this;
  }

  /** Runs {@code taniq}; each custodian who is asked gives the passphrase. */
  Run taniq(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(clock);
    if (traces != null) {
      command.addAll(SocketTrace.command(traces.resolve("trace-" + runs++)));
    }
    command.addAll(List.of(Distribution.TANIQ.path(), "--home", home.toString(), "--demo"));
    command.addAll(List.of("--allow-network", "--yes", "--passphrase-fd", "3"));
    command.addAll(Arrays.asList(arguments));
    return Program.run(environment, (passphrase + "\n").repeat(6), command);
  }

  /** Two custodians sign, the threshold of the demonstration. */
  void sign(String... files) throws IOException, InterruptedException {
    for (String who : CUSTODIANS.subList(0, 2)) {
      List<String> command = new ArrayList<>(List.of("sign", "--as", who));
      command.addAll(List.of(files));
      taniq(command.toArray(String[]::new)).expect(0);
    }
    for (String file : files) {
      taniq("combine", file).expect(0);
    }
  }

  /** Makes this week's keys, a keyset (2 of 3, identity 3), pages and a bulletin. */
  Laptop prepare(Path papers) throws IOException, InterruptedException {
    Files.createDirectories(papers);
    String place = papers + "/";
    for (String who : CUSTODIANS) {
      taniq("keyring", "epochs", "--as", who, "--weeks", "0", "--out", place + who + ".epochs")
          .expect(0);
    }
    List<String> keyset =
        new ArrayList<>(List.of("keyset", "build", "--testimony", "2", "--identity", "3"));
    keyset.addAll(List.of("--out", papers.toString()));
    CUSTODIANS.forEach(who -> keyset.add(place + who + ".epochs"));
    taniq(keyset.toArray(String[]::new)).expect(0);
    taniq("site", "build", "--out", place + "site.json").expect(0);
    List<String> files = new ArrayList<>(List.of(place + "site.json"));
    beginning(papers, "keyset-").forEach(file -> files.add(file.toString()));
    sign(files.toArray(String[]::new));
    for (String who : CUSTODIANS) {
      taniq("alive", "--as", who, "--out", place + who + ".alive").expect(0);
    }
    bulletin(papers, "bulletin-0.json");
    return this;
  }

  /** A further bulletin over the alive statements of {@link #prepare}, signed. */
  void bulletin(Path papers, String name, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bulletin", "build"));
    command.addAll(List.of("--out", papers.resolve(name).toString()));
    command.addAll(List.of(more));
    CUSTODIANS.forEach(who -> command.add(papers.resolve(who + ".alive").toString()));
    taniq(command.toArray(String[]::new)).expect(0);
    sign(papers.resolve(name).toString());
  }

  String instance() throws IOException {
    return Files.readString(home.resolve("instance")).strip();
  }

  /** Files of a directory whose names begin so. */
  static List<Path> beginning(Path directory, String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(name)).sorted().toList();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
