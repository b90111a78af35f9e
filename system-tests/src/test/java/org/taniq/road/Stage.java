package org.taniq.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.road.Program.Run;

/** Everybody and everything on the road, with the programs as they are handed out. */
final class Stage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Laptop prepared;

  final Path work;
  final Path papers;
  final Laptop laptop;
  final Laptop lawyer;
  final Path current;
  final HouseServer server;
  private Map<String, String> environment = Map.of();

  /** Demonstration keys of this week; the making of them, which is slow, is shared by all tests. */
  Stage(Path work) throws IOException, InterruptedException {
    this(work, preparedLaptop().copiedTo(work.resolve("laptop")));
  }

  /**
   * @param laptop with keyset, site and bulletin in force
   * @param serverSettings further lines of the server's configuration
   */
  Stage(Path work, Laptop laptop, String... serverSettings)
      throws IOException, InterruptedException {
    this.work = work;
    this.laptop = laptop;
    this.lawyer = new Laptop(work.resolve("lawyer"));
    this.papers = work.resolve("papers");
    if (!Files.exists(papers)) {
      Laptop.copy(preparedPapers(), papers);
    }
    String key =
        JSON.readTree(
                Program.run(
                        List.of(
                            Distribution.COURIER.path(),
                            "keygen",
                            "--home",
                            work + "/courier",
                            "--json"))
                    .expect(0)
                    .out())
            .get("key")
            .asText();
    this.current = work.resolve("current.json");
    this.server = new HouseServer(work.resolve("server"), laptop.instance(), key, serverSettings);
  }

  /** A laptop that others copy and do not change. */
  static synchronized Laptop preparedLaptop() throws IOException, InterruptedException {
    if (prepared == null) {
      Path home = Files.createTempDirectory("taniq-stage");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      prepared = Laptop.ofExample(home.resolve("laptop")).prepare(home.resolve("papers"));
    }
    return prepared;
  }

  private static Path preparedPapers() throws IOException, InterruptedException {
    return preparedLaptop().home.resolveSibling("papers");
  }

  private static void delete(Path directory) {
    try {
      Program.run(List.of("rm", "-rf", directory.toString()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on everybody works in this locale. */
  void inLocale(String locale) {
    environment = Map.of("LC_ALL", locale);
    laptop.inLocale(locale);
    lawyer.inLocale(locale);
  }

  /** Starts the server and publishes what the laptop has in force. */
  Stage open() throws IOException, InterruptedException {
    server.start();
    publish("stick-out").expect(0);
    courier("fetch", "--server", server.address(), "--instance", laptop.instance()).expect(0);
    return this;
  }

  /** The laptop's outbox, carried to the server. */
  Run publish(String stick) throws IOException, InterruptedException {
    laptop.taniq("outbox", work.resolve(stick).toString()).expect(0);
    return courier("push", "--hatch", server.hatch(), work.resolve(stick).toString());
  }

  /** Runs {@code taniq-courier}; a fetch writes {@link #current}. */
  Run courier(String command, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(Distribution.COURIER.path(), command));
    all.addAll(List.of("--home", work + "/courier", "--demo", "--direct"));
    if (command.equals("fetch")) {
      all.addAll(List.of("--out", current.toString()));
    }
    all.addAll(Arrays.asList(arguments));
    return Program.run(environment, "", all);
  }

  /** One of the keysets that are in force. */
  KeysetId keyset() throws IOException, SignedException {
    CurrentFile file = CurrentFile.parse(Files.readAllBytes(current));
    return KeysetId.of(file.keysets().get(0).document().toArray());
  }

  /** SHA-256 of this week's keyset, in hex. */
  String liveKeyset() throws IOException, SignedException {
    CurrentFile file = CurrentFile.parse(Files.readAllBytes(current));
    for (Signed keyset : file.keysets()) {
      if (Keyset.parse(keyset.document().toArray()).epoch().kind() == Epoch.Kind.LIVE) {
        return keyset.sha256().hex();
      }
    }
    throw new IllegalStateException("no live keyset");
  }

  /** The lawyer seals files; returns the envelope, a new file of this name. */
  Path seal(String name, String... arguments) throws IOException, InterruptedException {
    Path envelope = work.resolve(name);
    sealing(name, arguments).expect(0);
    return envelope;
  }

  /** As {@link #seal}, whatever comes of it. */
  Run sealing(String name, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("seal", "--current", current.toString()));
    all.addAll(List.of("--instance", laptop.instance(), "--language", "en", "--no-confirm"));
    Path text = Files.writeString(work.resolve("account.txt"), "They came at six.\n");
    all.addAll(List.of("--text", text.toString(), "--receipt-fd", "2"));
    all.addAll(List.of("--out", work.resolve(name).toString()));
    all.addAll(Arrays.asList(arguments));
    return lawyer.taniq(all.toArray(String[]::new));
  }

  Run submit(Path... envelopes) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--server", server.address()));
    for (Path envelope : envelopes) {
      all.add(envelope.toString());
    }
    return courier("submit", all.toArray(String[]::new));
  }

  Run pull(String stick) throws IOException, InterruptedException {
    return courier("pull", "--hatch", server.hatch(), work.resolve(stick).toString());
  }

  Run inboxImport(String stick) throws IOException, InterruptedException {
    return laptop.taniq("inbox", "import", work.resolve(stick).toString());
  }

  Run inboxOpen() throws IOException, InterruptedException {
    return laptop.taniq("inbox", "open", "--all", "--as", "leyla", "--as", "rashad");
  }

  /** Exports all; returns what is told of each file: role, number, attachment, path. */
  List<JsonNode> export(Path directory, String... more) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("export", "--all", "--json"));
    all.addAll(List.of("--as", "leyla", "--as", "rashad", "--out", directory.toString()));
    all.addAll(List.of(more));
    String out = laptop.taniq(all.toArray(String[]::new)).expect(0).out();
    List<JsonNode> files = new ArrayList<>();
    JSON.readTree(out).get("files").forEach(files::add);
    return files;
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
  }
}
