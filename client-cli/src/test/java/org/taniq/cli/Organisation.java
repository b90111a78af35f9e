package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.LineSource;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.Taniq;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.TestCost;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.Broadcast;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.DetachedSignature;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.LeastQuorum;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SigningKey;
import picocli.CommandLine.Command;

/**
 * An organisation with one laptop and three custodians, aysel, bayram and cemil: two of them open
 * testimony, three who it is. Keyrings and commands are the product's; charter, keyset and bulletin
 * are signed here, without a ceremony.
 */
public final class Organisation {
  static final List<String> NAMES = List.of("aysel", "bayram", "cemil");
  static final String PASSPHRASE = "correct horse battery";
  private static final LeastQuorum LEAST = new LeastQuorum(2, 3);

  final Path directory;
  final Path home;
  LocalDate day = LocalDate.of(2026, 11, 25);
  byte[] instance = new byte[32];
  final Queue<String> answers = new ArrayDeque<>();
  boolean outIsTerminal;

  /** Whether a person types the answers. */
  boolean typed;

  /** Runs before each answer. */
  Runnable whileTyping = () -> {};

  byte[] stdout = new byte[0];
  String stderr = "";
  final SecureRandom random;
  private final List<SigningKey> signing = new ArrayList<>();
  private final List<byte[]> epochKeys = new ArrayList<>();
  private final List<Signed> keysets = new ArrayList<>();

  public Organisation(Path directory) throws Exception {
    this(directory, new SecureRandom());
  }

  /** With keys and documents that are drawn from a source of the test's. */
  public Organisation(Path directory, SecureRandom random) throws Exception {
    this.directory = directory;
    this.random = random;
    this.home = directory.resolve("home");
    Files.createDirectories(directory.resolve("net/lo"));
    Files.writeString(directory.resolve("net/lo/flags"), "0x9\n");
    for (String name : NAMES) {
      ok(List.of(PASSPHRASE, PASSPHRASE), "keyring", "new", name);
      ok(List.of(PASSPHRASE), "take", name);
    }
    Signed charter = charter();
    instance = charter.sha256().toArray();
    Files.writeString(home.resolve("instance"), hex(instance) + "\n");
    for (String name : NAMES) {
      ok(
          List.of(PASSPHRASE),
          "keyring",
          "epochs",
          "--as",
          name,
          "--testimony",
          "1",
          "--identity",
          "1");
      ok(List.of(PASSPHRASE), "take", name);
    }
    publish(charter);
  }

  private Organisation(Path directory, Path home, LocalDate day) {
    this.directory = directory;
    this.random = new SecureRandom();
    this.home = home;
    this.day = day;
  }

  /** Where the laptop keeps its files. */
  public Path home() {
    return home;
  }

  /** The same laptop with another home, which holds what was copied into it. */
  Organisation at(Path other) {
    return new Organisation(directory, other, day);
  }

  /**
   * The program in a process of its own, over what another process made: DIRECTORY DAY PASSPHRASES
   * ARGUMENTS.
   */
  public static void main(String[] arguments) throws IOException {
    Organisation there =
        new Organisation(
            Path.of(arguments[0]), Path.of(arguments[0], "home"), LocalDate.parse(arguments[1]));
    int code =
        there.run(
            passphrases(Integer.parseInt(arguments[2])),
            Arrays.copyOfRange(arguments, 3, arguments.length));
    System.out.write(there.stdout);
    System.out.flush();
    System.err.print(there.stderr);
    System.exit(code);
  }

  /** The command that starts {@link #main} here. */
  List<String> command(int custodians, String... arguments) {
    return command("-Xmx256m", custodians, arguments);
  }

  /** As above, with a heap of another size. */
  List<String> command(String heap, int custodians, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                Organisation.class.getName(),
                directory.toString(),
                day.toString(),
                Integer.toString(custodians)));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Hands a keyring's keys to the test. */
  @Command(name = "take")
  final class Take extends TaniqCommand {
    @picocli.CommandLine.Parameters private String name = "";

    @Override
    protected Outcome run(Session session) throws Refusal, IOException {
      try (Keyring keyring = Keyrings.of(session).unlock(name)) {
        if (keyring.epochs().isEmpty()) {
          signing.add(keyring.signingKey());
        } else {
          try (EpochSecret secret = keyring.epochSecret(Epoch.live(day))) {
            epochKeys.add(secret.publicKey());
          }
        }
      }
      return Outcome.ok(Outcome.object());
    }
  }

  private Signed charter() throws Exception {
    List<Charter.Person> people = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      people.add(
          new Charter.Person(
              NAMES.get(i),
              Bytes.of(signing.get(i).publicKey()),
              List.of(Charter.Role.SIGNER, Charter.Role.CUSTODIAN, Charter.Role.PUBLISHER)));
    }
    byte[] charter =
        new Charter(
                0,
                null,
                day.minusDays(30),
                day.minusDays(30),
                day.plusDays(600),
                false,
                new Charter.Organisation("Test", "nobody"),
                people,
                2,
                1,
                new Charter.Recovery(List.of(), 0))
            .bytes();
    return sign(DocumentType.CHARTER, charter);
  }

  /** Makes keyset and bulletin, and lays current.json among the documents. */
  private void publish(Signed signedCharter) throws Exception {
    Signed keyset = keyset(2);
    keysets.addAll(List.of(keyset, keyset(3)));
    List<Alive> alive =
        signing.stream().map(key -> Alive.sign(key, Bytes.of(instance), day)).toList();
    Signed bulletin =
        sign(
            DocumentType.BULLETIN,
            new Bulletin(
                    Bytes.of(instance),
                    0,
                    null,
                    day,
                    day.plusDays(14),
                    signedCharter.sha256(),
                    List.of(keyset.sha256()),
                    List.of(),
                    List.of(),
                    alive,
                    null,
                    new Broadcast(List.of(), List.of(), Bytes.of(new byte[32]), List.of()))
                .bytes());
    byte[] current =
        new CurrentFile(List.of(signedCharter), bulletin, List.of(keyset), null).bytes();
    Files.createDirectories(home.resolve("documents"));
    Files.write(home.resolve("documents/current.json"), current);
    Files.writeString(home.resolve("newest-date"), day + "\n");
  }

  /** The same keys, with a quorum for testimony; all three open who it is. */
  private Signed keyset(int quorum) throws Exception {
    Epoch epoch = Epoch.live(day);
    List<EpochKey> keys = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      keys.add(EpochKey.sign(signing.get(i), Bytes.of(instance), epoch, LEAST, epochKeys.get(i)));
    }
    return sign(
        DocumentType.KEYSET, new Keyset(Bytes.of(instance), epoch, quorum, 3, keys).bytes());
  }

  /** Whom envelopes are sealed to: two of three for testimony, all for who it is. */
  Recipients recipients() {
    return recipients(2);
  }

  /** As above; of the keyset with quorum 3 the laptop knows nothing before {@link #learn}. */
  Recipients recipients(int quorum) {
    byte[] document = keysets.get(quorum - 2).document().toArray();
    return new Recipients(KeysetId.of(document), quorum, 3, epochKeys);
  }

  /** What a custodian signs with; not to be closed. */
  SigningKey signingKey(int custodian) {
    return signing.get(custodian);
  }

  /** Id of a custodian. */
  byte[] signerId(int custodian) {
    return HexFormat.of().parseHex(signing.get(custodian).id().hex());
  }

  /** Lays the other keyset among the documents. */
  void learn() throws IOException {
    Files.write(home.resolve("documents/keyset-other.json"), keysets.get(1).bundle());
  }

  /**
   * Publishes today, by the product's own commands and once current.json was imported: a bulletin,
   * and with it a keyset for the week, where there is an epoch to make one for.
   *
   * @param epoch as 2026-W49, or empty for none
   * @param options of bulletin build
   */
  void publishToday(String epoch, String... options) throws Exception {
    Path papers = Files.createTempDirectory(directory, "papers");
    if (!epoch.isEmpty()) {
      List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", epoch));
      build.addAll(List.of("--out", papers.toString()));
      try (var files = Files.newDirectoryStream(home.resolve("outbox"), "epochs-*.json")) {
        files.forEach(file -> build.add(file.toString()));
      }
      ok(List.of(), build.toArray(String[]::new));
      signedByTwo(papers.resolve("keyset-" + epoch + ".json"));
    }
    Path bulletin = papers.resolve("bulletin.json");
    List<String> build = new ArrayList<>(List.of("bulletin", "build"));
    build.addAll(List.of("--out", bulletin.toString()));
    build.addAll(List.of(options));
    ok(List.of(), build.toArray(String[]::new));
    signedByTwo(bulletin);
  }

  /** Takes what is in force as if it came from the server, so that it can be built upon. */
  void importCurrent() {
    ok(List.of(), "import", home.resolve("documents/current.json").toString());
  }

  /** Aysel and cemil sign a document, and it is taken. */
  void signedByTwo(Path document) {
    for (String each : List.of("aysel", "cemil")) {
      ok(passphrases(1), "--yes", "sign", "--as", each, document.toString());
    }
    ok(List.of(), "combine", document.toString());
  }

  private Signed sign(DocumentType type, byte[] document) {
    return new Signed(
        type,
        Bytes.of(document),
        signing.stream().map(key -> DetachedSignature.sign(type, document, key)).toList());
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Passphrases of so many custodians, in their order. */
  static List<String> passphrases(int count) {
    return java.util.Collections.nCopies(count, PASSPHRASE);
  }

  /** Runs a command that must end with 0; gives its standard output. */
  public String ok(List<String> typed, String... arguments) {
    assertEquals(0, run(typed, arguments), () -> Arrays.toString(arguments) + "\n" + stderr);
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** Runs a command; gives its exit code. */
  public int run(List<String> typed, String... arguments) {
    answers.clear();
    answers.addAll(typed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Taniq taniq = TaniqMain.assemble(environment(out, err));
    taniq.add(new Take());
    List<String> words = new ArrayList<>(List.of("--home", home.toString()));
    words.addAll(List.of(arguments));
    int code = taniq.run(words.toArray(String[]::new));
    stdout = out.toByteArray();
    stderr = err.toString(StandardCharsets.UTF_8);
    return code;
  }

  private Environment environment(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    LineSource source =
        new LineSource() {
          @Override
          public byte[] ask(String prompt, boolean secret) {
            whileTyping.run();
            String answer = answers.poll();
            return answer == null ? null : answer.getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public boolean typed() {
            return typed;
          }
        };
    return new Environment(
        new ByteArrayInputStream(new byte[0]),
        out,
        outIsTerminal,
        err,
        false,
        "C",
        Clock.fixed(day.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC),
        random,
        TestCost.guard(directory.resolve("net")),
        source,
        TestCost.small());
  }
}
