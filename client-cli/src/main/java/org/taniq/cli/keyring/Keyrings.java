package org.taniq.cli.keyring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;

/**
 * The keyrings of a home: one file {@code NAME.keyring} for each custodian of this laptop. Beside
 * it {@code NAME.id} notes whose it is (signer id, 32 hex digits and a line feed): the program then
 * knows whom to ask for a passphrase. The note is a memory, not a proof; nothing else rests on it.
 */
public final class Keyrings {
  private static final String SUFFIX = ".keyring";
  private static final String NOTE = ".id";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int TYPED_TRIES = 3;

  private final Session session;
  private final Path directory;

  private Keyrings(Session session, Path directory) {
    this.session = session;
    this.directory = directory;
  }

  /** The keyrings of the session's home. */
  public static Keyrings of(Session session) throws Refusal {
    return new Keyrings(session, session.home().keyrings());
  }

  /** Names of all keyrings, sorted. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = FileNames.text(file.getFileName());
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
    }
    Collections.sort(names);
    return names;
  }

  /** Whose keyring it is by the note beside it; null where there is none that can be read. */
  public @Nullable SignerId noted(String name) throws IOException {
    Path note = directory.resolve(name + NOTE);
    if (!Files.isRegularFile(note) || Files.size(note) != 2 * SignerId.BYTES + 1) {
      return null;
    }
    try {
      return SignerId.parse(Files.readString(note, StandardCharsets.ISO_8859_1).strip());
    } catch (MalformedException e) {
      return null;
    }
  }

  /** Notes whose keyring it is, where it is not noted. For a command that is alone in the home. */
  public void note(Keyring keyring) throws IOException {
    SignerId id = keyring.id();
    if (!id.equals(noted(keyring.name()))) {
      byte[] line = (id.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(directory.resolve(keyring.name() + NOTE), line);
    }
  }

  /**
   * The name that is meant: the one given, or that of the only keyring.
   *
   * @throws Refusal NO_KEYRING, NO_SUCH_KEYRING, SEVERAL_KEYRINGS, BAD_NAME
   */
  public String choose(@Nullable String name) throws Refusal, IOException {
    List<String> names = names();
    if (names.isEmpty()) {
      throw new Refusal(KeyringProblem.NO_KEYRING);
    }
    if (name != null) {
      if (!names.contains(checked(name))) {
        throw new Refusal(KeyringProblem.NO_SUCH_KEYRING, name, String.join(", ", names));
      }
      return name;
    }
    if (names.size() > 1) {
      throw new Refusal(KeyringProblem.SEVERAL_KEYRINGS, String.join(", ", names));
    }
    return names.get(0);
  }

  /**
   * Asks for the passphrase and unlocks a keyring of this home; refuses while the network is up.
   *
   * @param name as {@link #choose} takes it
   * @return to be closed by the caller
   */
  public Keyring unlock(@Nullable String name) throws Refusal, IOException {
    Unlocked unlocked = unlocked(name);
    unlocked.passphrase().close();
    return unlocked.keyring();
  }

  /**
   * An unlocked keyring together with its passphrase, to seal it again after a change.
   *
   * @param keyring to be closed by the caller
   * @param passphrase to be closed by the caller
   */
  public record Unlocked(Keyring keyring, Passphrase passphrase) implements AutoCloseable {
    @Override
    public void close() {
      keyring.close();
      passphrase.close();
    }
  }

  /** As {@link #unlock}, for a command that changes the keyring and is alone in the home. */
  public Unlocked unlockToChange(@Nullable String name) throws Refusal, IOException {
    overwriteLeftovers();
    return unlocked(name);
  }

  /**
   * Overwrites what a change of a keyring left that was cut off, and tells of it. To be called only
   * while no other command works in the home: its unfinished file is no leftover.
   */
  public void overwriteLeftovers() throws IOException {
    List<Path> leftovers = Overwriting.leftovers(directory);
    if (leftovers.isEmpty()) {
      return;
    }
    if (Overwriting.gone(leftovers, directory)) {
      session.terminal().note("keyring.leftovers-overwritten");
    } else {
      session.terminal().warn("keyring.leftovers-not-overwritten", directory);
    }
  }

  private Unlocked unlocked(@Nullable String name) throws Refusal, IOException {
    session.requireOffline();
    String chosen = choose(name);
    Unlocked unlocked = open(path(chosen), "keyring.passphrase", chosen);
    if (unlocked.keyring().isBackup() || !unlocked.keyring().name().equals(chosen)) {
      unlocked.close();
      throw new Refusal(KeyringProblem.IS_A_BACKUP, chosen);
    }
    return unlocked;
  }

  /** Opens any keyring file; a person may mistype twice, a script may not. */
  Unlocked open(Path path, String prompt, String shown) throws Refusal, IOException {
    byte[] file = read(path);
    KeyringFile.inspect(file, session.cost(), shown);
    Terminal terminal = session.terminal();
    for (int attempt = 1; ; attempt++) {
      Passphrase passphrase = terminal.passphrase(prompt, shown);
      try {
        return new Unlocked(KeyringFile.open(file, passphrase, session.cost(), shown), passphrase);
      } catch (Refusal e) {
        passphrase.close();
        boolean mistyped = e.problem() == KeyringProblem.WRONG_PASSPHRASE;
        if (!mistyped || !terminal.interactive() || attempt == TYPED_TRIES) {
          throw e;
        }
        terminal.note("keyring.try-again");
      }
    }
  }

  /** Asks for a new passphrase that is long enough. */
  Passphrase newPassphrase(String prompt, Object shown) throws Refusal, IOException {
    Passphrase passphrase = session.terminal().newPassphrase(prompt, shown);
    if (passphrase.length() < Terminal.LEAST_PASSPHRASE_CHARACTERS) {
      passphrase.close();
      throw new Refusal(KeyringProblem.SHORT_PASSPHRASE, Terminal.LEAST_PASSPHRASE_CHARACTERS);
    }
    return passphrase;
  }

  /**
   * Writes a new keyring of this home.
   *
   * @throws Refusal KEYRING_EXISTS
   */
  void create(Keyring keyring, Passphrase passphrase) throws Refusal, IOException {
    requireFree(keyring.name());
    AtomicFile.directories(directory);
    AtomicFile.writeNew(path(keyring.name()), sealed(keyring, passphrase));
    note(keyring);
  }

  /** Refuses a name that is no good or taken, before anything is asked. */
  void requireFree(String name) throws Refusal {
    if (Files.exists(path(checked(name)))) {
      throw new Refusal(KeyringProblem.KEYRING_EXISTS, name);
    }
  }

  /**
   * Puts a changed keyring in the place of the old one, whose bytes are overwritten: they hold keys
   * of epochs, and open with the passphrase of then. Warns where that failed.
   */
  void replace(Keyring keyring, Passphrase passphrase) throws Refusal, IOException {
    if (!Overwriting.replaced(path(keyring.name()), sealed(keyring, passphrase), directory)) {
      session.terminal().warn("keyring.old-not-overwritten");
    }
  }

  /**
   * Makes an independent key for each of these epochs that has none; they are in the keyring's file
   * before anybody can see their public parts.
   *
   * @return how many were made
   */
  public int make(Unlocked unlocked, Collection<Epoch> wanted) throws Refusal, IOException {
    Keyring keyring = unlocked.keyring();
    List<Epoch> missing = wanted.stream().filter(epoch -> !keyring.has(epoch)).toList();
    missing.forEach(epoch -> keyring.addEpoch(epoch, session.random()));
    if (!missing.isEmpty()) {
      replace(keyring, unlocked.passphrase());
    }
    return missing.size();
  }

  /**
   * Destroys the keys of epochs: the keyring without them takes the place of the file, lastingly,
   * then the old file's bytes are overwritten where they lay, and what a power loss left of earlier
   * files is too. SPEC §7.8. A file system that writes elsewhere, or a flash cell, may keep them.
   *
   * @return whether all was overwritten; the keys are out of the keyring in any case
   */
  public boolean destroy(Unlocked unlocked, Collection<Epoch> over) throws Refusal, IOException {
    Keyring keyring = unlocked.keyring();
    keyring.remove(over);
    return Overwriting.replaced(
        path(keyring.name()), sealed(keyring, unlocked.passphrase()), directory);
  }

  /** The file of a keyring, sealed under a passphrase. */
  byte[] sealed(Keyring keyring, Passphrase passphrase) throws Refusal {
    return KeyringFile.seal(keyring, passphrase, session.cost(), session.random());
  }

  private Path path(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private static String checked(String name) throws Refusal {
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(KeyringProblem.BAD_NAME, name);
    }
    return name;
  }

  private static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(KeyringFile.MAX_BYTES + 1);
    }
  }
}
