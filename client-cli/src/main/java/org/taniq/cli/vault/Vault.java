package org.taniq.cli.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.parcel.Durable;

/**
 * One vault: working copies of what was opened, each under its own key, these under a key that only
 * a quorum of custodians unlocks. SPEC §8. What it holds is read from its packs at every start;
 * there is no index that could be lost. Not thread safe, but for what {@link #sealer} gives.
 */
public final class Vault implements AutoCloseable {
  /** A vault takes nothing new after so many days; SPEC §8.2. */
  public static final int LIFE_DAYS = 14;

  /** Level of testimony. */
  public static final int TESTIMONY = 0;

  /** Level of who somebody is. */
  public static final int IDENTITY = 1;

  static final String PACK = ".pack";
  static final String TEMPORARY = ".pack.part";

  private final String id;
  private final Path directory;
  private final LocalDate created;

  /** What the log tells of each pack: item, envelope and level. */
  private final Map<String, Set<String>> known = new HashMap<>();

  private final List<Item> items = new ArrayList<>();
  private final @Nullable VaultKey[] keys = new VaultKey[2];

  private Vault(Path vaults, String id, LocalDate created) {
    this.id = id;
    this.directory = vaults.resolve(id);
    this.created = created;
  }

  /**
   * The vault that the log began last, with everything of a command that was cut short put right: a
   * pack that the log tells of gets its name, any other leaves.
   *
   * @throws VaultException LOG_TRUNCATED: a pack that the log does not tell of; VAULT_DAMAGED: a
   *     pack or an item that it tells of is gone, or its form is broken
   */
  public static Optional<Vault> newest(Path vaults, CustodyLog log)
      throws IOException, VaultException {
    List<Vault> all = all(vaults, log);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * Every vault of the log, oldest first. As {@link #newest}.
   *
   * @throws VaultException LOG_ALTERED: what is no vault's id, or one that begins twice
   */
  public static List<Vault> all(Path vaults, CustodyLog log) throws IOException, VaultException {
    List<Vault> all = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (LogEntry entry : log.entries()) {
      if (entry.what().equals("vault")) {
        String id = entry.field("vault");
        if (!id.matches("[0-9a-f]{32}") || !ids.add(id)) {
          throw new VaultException(VaultException.Reason.LOG_ALTERED);
        }
        all.add(new Vault(vaults, id, entry.day()));
      }
    }
    for (LogEntry entry : log.entries()) {
      for (Vault vault : all) {
        if (entry.what().equals("open") && entry.field("vault").equals(vault.id)) {
          vault
              .known
              .computeIfAbsent(entry.field("pack"), pack -> new HashSet<>())
              .add(entry.field("item") + entry.field("envelope") + entry.field("level"));
        }
      }
    }
    for (Vault vault : all) {
      vault.load();
    }
    return all;
  }

  /** Begins a vault's directory; its keys are sealed and logged by {@link VaultKeys}. */
  static Vault begin(Path vaults, String id, LocalDate today) throws IOException {
    Vault vault = new Vault(vaults, id, today);
    Durable.createDirectories(vault.packs());
    return vault;
  }

  private void load() throws IOException, VaultException {
    Set<String> missing = new HashSet<>(known.keySet());
    if (!Files.isDirectory(packs())) {
      throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> list = Files.newDirectoryStream(packs())) {
      list.forEach(files::add);
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(TEMPORARY)) {
        String pack = name.substring(0, name.length() - TEMPORARY.length());
        if (known.containsKey(pack)) {
          Durable.rename(file, packs().resolve(pack + PACK));
          add(pack, missing);
        } else {
          Files.delete(file);
        }
      } else if (name.endsWith(PACK)) {
        add(name.substring(0, name.length() - PACK.length()), missing);
      }
    }
    if (!missing.isEmpty()) {
      throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
    }
  }

  private void add(String pack, Set<String> missing) throws IOException, VaultException {
    Set<String> logged = known.get(pack);
    if (logged == null) {
      throw new VaultException(VaultException.Reason.LOG_TRUNCATED);
    }
    missing.remove(pack);
    Set<String> left = new HashSet<>(logged);
    for (Item item : Pack.scan(packs().resolve(pack + PACK), id, pack)) {
      // An item that the log does not tell of, or a second copy, is none: a power loss may cut the
      // log's lines about a pack, and their envelopes are still sealed in the inbox.
      if (left.remove(item.id() + item.envelope() + item.level())) {
        items.add(item);
      }
    }
    if (!left.isEmpty()) {
      throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
    }
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file system's root");
    }
    return parent;
  }

  private Path packs() {
    return directory.resolve("packs");
  }

  /** 32 hex digits. */
  public String id() {
    return id;
  }

  Path directory() {
    return directory;
  }

  /** UTC day on which it was begun, as the log says. */
  public LocalDate created() {
    return created;
  }

  /** Last day on which it takes something new. */
  public LocalDate lastDay() {
    return created.plusDays(LIFE_DAYS);
  }

  /** What lies in it. */
  public List<Item> items() {
    return List.copyOf(items);
  }

  /**
   * The item whose id begins so, or whose envelope's SHA-256 does (its testimony).
   *
   * @throws VaultException UNKNOWN_ITEM: none, or more than one
   */
  public Item item(String prefix) throws VaultException {
    List<Item> found = matching(prefix);
    if (found.size() != 1) {
      throw new VaultException(VaultException.Reason.UNKNOWN_ITEM);
    }
    return found.get(0);
  }

  /** The items that {@link #item} looks among. */
  public List<Item> matching(String prefix) {
    return items.stream()
        .filter(
            item ->
                item.id().startsWith(prefix)
                    || (item.level() == TESTIMONY && item.envelope().startsWith(prefix)))
        .toList();
  }

  /** Puts a level's key in place; it is closed with the vault. */
  void unlocked(int level, VaultKey key) {
    keys[level] = key;
  }

  /** Whether a level is open. */
  public boolean isOpen(int level) {
    return keys[level] != null;
  }

  private VaultKey key(int level) {
    VaultKey key = keys[level];
    if (key == null) {
      throw new IllegalStateException("level is locked");
    }
    return key;
  }

  /** Seals new items; thread safe. A level that is locked must not be used. */
  public ItemSealer sealer(SecureRandom random) {
    return new ItemSealer(id, keys, random);
  }

  /** A pack to write items into. */
  public PackWriter newPack(SecureRandom random) throws IOException {
    byte[] pack = new byte[ItemHeader.ID_BYTES];
    random.nextBytes(pack);
    return new PackWriter(packs(), id, HexFormat.of().formatHex(pack));
  }

  /** Details of a log entry that tells of an item in a pack. SPEC §8.4. */
  public ObjectNode openDetails(String pack, String item, String envelope, int level) {
    ObjectNode details = LogEntry.details();
    details.put("envelope", envelope);
    details.put("vault", id);
    details.put("pack", pack);
    details.put("item", item);
    details.put("level", level);
    return details;
  }

  /** Takes a pack that was flushed and logged into the vault. */
  public void publish(PackWriter pack) throws IOException, VaultException {
    pack.publish();
    items.addAll(Pack.scan(packs().resolve(pack.id() + PACK), id, pack.id()));
  }

  /**
   * The plaintext of an item, padded tar; its level is open. Reads throw {@link VaultIOException}
   * where it was altered; what was read before the end is not yet to be trusted as whole.
   *
   * @throws VaultException ITEM_DAMAGED
   */
  public InputStream read(Item item) throws IOException, VaultException {
    ItemHeader header = item.header();
    byte[] itemKey = key(item.level()).unwrap(header.key(), ItemSealer.aad(id, header.open()));
    FileChannel channel = FileChannel.open(item.pack(), StandardOpenOption.READ);
    try {
      channel.position(item.offset());
      InputStream sealed =
          new Bounded(
              new BufferedInputStream(Channels.newInputStream(channel), 1 << 17),
              header.streamBytes());
      return ItemStream.open(itemKey, ItemSealer.aad(id, header.bytes()), sealed);
    } catch (IOException e) {
      channel.close();
      throw e;
    } finally {
      Arrays.fill(itemKey, (byte) 0);
    }
  }

  /** Closes the levels' keys. */
  @Override
  public void close() {
    for (int level = 0; level < keys.length; level++) {
      VaultKey key = keys[level];
      if (key != null) {
        key.close();
        keys[level] = null;
      }
    }
  }
}
