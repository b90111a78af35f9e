package org.taniq.cli.keyring;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.security.auth.Destroyable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * A custodian's unlocked keys: the Ed25519 signing key, the archive key, and one X-Wing seed for
 * each epoch. SPEC §7.3. Zeroed by {@link #close()}. Not thread safe.
 */
public final class Keyring implements AutoCloseable, Destroyable {
  static final int SEED_BYTES = 32;

  private final String name;
  private final boolean backup;
  private final byte[] signingSeed;
  private final byte[] archiveSeed;
  private final List<EpochSeed> epochs;
  private boolean destroyed;

  /** Takes copies of the seeds, and the epoch keys themselves. */
  Keyring(
      String name, boolean backup, byte[] signingSeed, byte[] archiveSeed, List<EpochSeed> epochs) {
    this.name = name;
    this.backup = backup;
    this.signingSeed = signingSeed.clone();
    this.archiveSeed = archiveSeed.clone();
    this.epochs = new ArrayList<>(epochs);
  }

  /** A new custodian's keys; none for any epoch yet. */
  static Keyring generate(String name, SecureRandom random) {
    byte[] signing = new byte[SEED_BYTES];
    byte[] archive = new byte[SEED_BYTES];
    random.nextBytes(signing);
    random.nextBytes(archive);
    try {
      return new Keyring(name, false, signing, archive, List.of());
    } finally {
      Arrays.fill(signing, (byte) 0);
      Arrays.fill(archive, (byte) 0);
    }
  }

  /** Signing and archive key alone, marked as a backup or not: epoch keys are never copied. */
  Keyring withoutEpochs(String newName, boolean asBackup) {
    return new Keyring(newName, asBackup, signingSeed, archiveSeed, List.of());
  }

  public String name() {
    return name;
  }

  boolean isBackup() {
    return backup;
  }

  /** The signing key; the caller closes it. */
  public SigningKey signingKey() {
    requireOpen();
    return new SigningKey(signingSeed);
  }

  /** Names the signing key. */
  public SignerId id() {
    try (SigningKey key = signingKey()) {
      return key.id();
    }
  }

  /** The archive key; the caller closes it. */
  public EpochSecret archiveKey() {
    requireOpen();
    return new EpochSecret(archiveSeed);
  }

  /** The archive key's seed for the file, a copy that the caller zeroes. */
  byte[] archiveSeed() {
    requireOpen();
    return archiveSeed.clone();
  }

  /** The signing key's seed for the file, a copy that the caller zeroes. */
  byte[] signingSeed() {
    requireOpen();
    return signingSeed.clone();
  }

  /** The seeds of all epochs, in the order of their making; they close with the keyring. */
  List<EpochSeed> seeds() {
    requireOpen();
    return List.copyOf(epochs);
  }

  /** The epochs that there are keys for, in the order of their making. */
  public List<Epoch> epochs() {
    return seeds().stream().map(EpochSeed::epoch).toList();
  }

  /** Whether there is a key for the epoch. */
  public boolean has(Epoch epoch) {
    return epochs().contains(epoch);
  }

  /**
   * The key of an epoch, to open slots with; the caller closes it.
   *
   * @throws Refusal NO_EPOCH_KEY
   */
  public EpochSecret epochSecret(Epoch epoch) throws Refusal {
    for (EpochSeed seed : seeds()) {
      if (seed.epoch().equals(epoch)) {
        return seed.secret();
      }
    }
    throw new Refusal(KeyringProblem.NO_EPOCH_KEY, name, epoch.text());
  }

  /** Makes an independent random key for an epoch that has none. */
  void addEpoch(Epoch epoch, SecureRandom random) {
    if (has(epoch)) {
      throw new IllegalStateException("the epoch has a key");
    }
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    epochs.add(new EpochSeed(epoch, seed));
    Arrays.fill(seed, (byte) 0);
  }

  /** Takes the keys of epochs out, zeroed. The file still has them until it is replaced. */
  void remove(Collection<Epoch> over) {
    for (EpochSeed seed : seeds()) {
      if (over.contains(seed.epoch())) {
        epochs.remove(seed);
        seed.destroy();
      }
    }
  }

  private void requireOpen() {
    if (destroyed) {
      throw new IllegalStateException("keyring is closed");
    }
  }

  @Override
  public void destroy() {
    Arrays.fill(signingSeed, (byte) 0);
    Arrays.fill(archiveSeed, (byte) 0);
    epochs.forEach(EpochSeed::destroy);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "[keyring]";
  }
}
