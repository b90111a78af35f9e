package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Custodian;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/** The custodians who unlock their keyrings at this laptop, one after another. */
public final class Custodians implements AutoCloseable {
  private final List<Unlocked> unlocked = new ArrayList<>();

  private Custodians() {}

  /**
   * Asks each for a passphrase.
   *
   * @param names of keyrings, as given; when empty, whom {@link Asked} names
   * @param keysets whose custodians are meant
   * @param needed the quorum
   * @throws Refusal TOO_FEW_CUSTODIANS before anybody is asked; CUSTODIAN_TWICE; as {@link
   *     Keyrings#unlock}
   */
  public static Custodians unlock(
      Laptop laptop, List<String> names, List<SealedTo> keysets, int needed)
      throws Refusal, IOException {
    Keyrings keyrings = Keyrings.of(laptop.session());
    List<String> chosen =
        names.isEmpty() ? Asked.of(keyrings, laptop.trust(), keysets, needed) : names;
    Set<String> seen = new HashSet<>();
    for (String name : chosen) {
      if (!seen.add(name)) {
        throw new Refusal(InboxProblem.CUSTODIAN_TWICE, name);
      }
    }
    if (chosen.size() < needed) {
      throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, chosen.size(), needed);
    }
    Custodians custodians = new Custodians();
    boolean complete = false;
    try {
      for (String name : chosen) {
        Keyring keyring = keyrings.unlock(name);
        custodians.add(keyring);
        keyrings.note(keyring);
      }
      complete = true;
      return custodians;
    } finally {
      if (!complete) {
        custodians.close();
      }
    }
  }

  private void add(Keyring keyring) {
    unlocked.add(new Unlocked(keyring, keyring.signingKey()));
  }

  /** Those who unlocked. */
  public Quorum quorum() {
    return new Quorum(List.copyOf(unlocked));
  }

  @Override
  public void close() {
    unlocked.forEach(Unlocked::close);
  }

  /** One of them. */
  private static final class Unlocked implements Custodian, AutoCloseable {
    private final Keyring keyring;
    private final SigningKey signingKey;
    private final Map<Bytes, EpochSecret> secrets = new HashMap<>();
    private boolean read;

    Unlocked(Keyring keyring, SigningKey signingKey) {
      this.keyring = keyring;
      this.signingKey = signingKey;
    }

    @Override
    public SignerId id() {
      return signingKey.id();
    }

    @Override
    public SigningKey signingKey() {
      return signingKey;
    }

    @Override
    public @Nullable EpochSecret secret(byte[] pkR) {
      if (!read) {
        read = true;
        for (Epoch epoch : keyring.epochs()) {
          EpochSecret secret = secret(epoch);
          secrets.put(Bytes.of(secret.publicKey()), secret);
        }
      }
      return secrets.get(Bytes.of(pkR));
    }

    private EpochSecret secret(Epoch epoch) {
      try {
        return keyring.epochSecret(epoch);
      } catch (Refusal e) {
        throw new IllegalStateException("the keyring names its epochs", e);
      }
    }

    @Override
    public void close() {
      secrets.values().forEach(EpochSecret::close);
      signingKey.close();
      keyring.close();
    }
  }
}
