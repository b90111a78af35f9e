package org.taniq.cli.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.Trust;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Option;

/** Whom to seal to: current.json, verified from the pinned fingerprint on. SPEC §4.5. */
final class SealingKeyset {
  @Option(
      names = "--current",
      paramLabel = "FILE",
      description =
          "The current.json that taniq-courier fetch brought; without it the one in the home.")
  private @Nullable Path file;

  @Option(
      names = "--instance",
      paramLabel = "HEX",
      description = "The organisation's fingerprint from the paper, where the home pins none.")
  private @Nullable String typed;

  @Option(
      names = "--offline",
      description = "Seal to the half-year's offline keyset; an old current.json will do.")
  private boolean offline;

  /** A keyset and the organisation that it belongs to. */
  record Chosen(Bytes instance, Recipients recipients, LocalDate sealUntil) {}

  /**
   * Verifies everything and chooses the keyset of the day.
   *
   * @throws SignedException every refusal of SPEC §4
   */
  Chosen choose(Session session) throws Refusal, IOException, SignedException {
    Home home = session.home();
    byte[] instance = instance(home);
    Path path = file == null ? home.documents().resolve("current.json") : file;
    if (file == null && !Files.exists(path)) {
      throw new Refusal(SealProblem.NO_CURRENT);
    }
    LocalDate today = session.today();
    Known known = known(home);
    Current current =
        offline
            ? Current.verifyStored(read(path), instance, today, session.demo(), known)
            : Current.verify(read(path), instance, today, session.demo(), known);
    Verified<Keyset> keyset = offline ? offline(current, today) : current.keysetToSeal(today);
    if (home.isPinned() && typed == null) {
      AtomicFile.write(home.known(), current.known().bytes());
      home.saw(current.bulletin().document().date());
    }
    return new Chosen(Bytes.of(instance), Trust.recipients(keyset), keyset.document().sealUntil());
  }

  private byte[] instance(Home home) throws Refusal, IOException {
    if (typed == null) {
      return home.instance();
    }
    String hex = typed.replaceAll("[\\s-]", "").toLowerCase(java.util.Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new Refusal(SealProblem.BAD_INSTANCE);
    }
    return HexFormat.of().parseHex(hex);
  }

  private @Nullable Known known(Home home) throws IOException, SignedException {
    return home.isPinned() && typed == null && Files.exists(home.known())
        ? Known.parse(Files.readAllBytes(home.known()))
        : null;
  }

  private static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(CurrentFile.MAX_BYTES + 1);
    }
  }

  private static Verified<Keyset> offline(Current current, LocalDate today)
      throws Refusal, SignedException {
    boolean none =
        current.keysets().stream()
            .noneMatch(each -> each.document().epoch().kind() == Epoch.Kind.OFFLINE);
    if (none) {
      throw new Refusal(SealProblem.NO_OFFLINE_KEYSET);
    }
    return current.keysetOffline(today);
  }
}
