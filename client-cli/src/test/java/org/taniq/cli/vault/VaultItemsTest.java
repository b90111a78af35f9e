package org.taniq.cli.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.VaultException.Reason;
import org.taniq.protocol.signed.SigningKey;

class VaultItemsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final String ENVELOPE = "ab".repeat(32);
  private static final byte[] KEY = new byte[32];

  private final SecureRandom random = new SecureRandom();
  private @TempDir Path directory;
  private Path vaults;
  private CustodyLog log;

  @BeforeEach
  void begin() throws Exception {
    vaults = Files.createDirectory(directory.resolve("vault"));
    log = openLog();
    Vault vault = Vault.begin(vaults, "0f".repeat(16), DAY);
    log.append("vault", LogEntry.details().put("vault", vault.id()));
    log.commit(List.of(new SigningKey(new byte[32])));
  }

  private CustodyLog openLog() throws IOException, VaultException {
    return CustodyLog.open(directory, new byte[32], DAY, key -> true, new SecureRandom());
  }

  @AfterEach
  void end() throws IOException {
    log.close();
  }

  private Vault vault() throws Exception {
    Vault vault = Vault.newest(vaults, log).orElseThrow();
    vault.unlocked(0, new VaultKey(KEY));
    return vault;
  }

  private byte[] content(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  /** Writes an item and leaves it verified and unflushed. */
  private String write(Vault vault, PackWriter pack, byte[] content) throws IOException {
    var item = vault.sealer(random).testimony(ENVELOPE, content.length, pack.out());
    item.write(content);
    item.finish();
    pack.accept();
    log.append("open", vault.openDetails(pack.id(), item.id(), ENVELOPE, 0));
    return item.id();
  }

  private byte[] read(Vault vault, String id) throws Exception {
    try (InputStream in = vault.read(vault.item(id))) {
      return in.readAllBytes();
    }
  }

  private Path onlyPack(String ending) throws IOException {
    try (var files = Files.list(vaults.resolve("0f".repeat(16)).resolve("packs"))) {
      return files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private String publishOne(byte[] content) throws Exception {
    Vault vault = vault();
    try (PackWriter pack = vault.newPack(random)) {
      String id = write(vault, pack, content);
      pack.flush();
      log.commit(List.of(new SigningKey(new byte[32])));
      vault.publish(pack);
      return id;
    }
  }

  @Test
  void items_come_back_byte_for_byte() throws Exception {
    byte[] small = content(65536);
    byte[] big = content(1 << 20);
    Vault vault = vault();
    String first;
    String second;
    try (PackWriter pack = vault.newPack(random)) {
      first = write(vault, pack, small);
      second = write(vault, pack, big);
      pack.flush();
      log.commit(List.of(new SigningKey(new byte[32])));
      vault.publish(pack);
    }
    assertArrayEquals(small, read(vault, first));
    Vault again = vault();
    assertEquals(2, again.items().size());
    assertArrayEquals(big, read(again, second));
    assertArrayEquals(small, read(again, first));
  }

  @Test
  void a_rejected_item_leaves_no_trace_among_the_others() throws Exception {
    byte[] content = content(65536);
    Vault vault = vault();
    try (PackWriter pack = vault.newPack(random)) {
      var broken = vault.sealer(random).testimony(ENVELOPE, 1 << 20, pack.out());
      broken.write(content(1 << 18));
      pack.reject();
      String id = write(vault, pack, content);
      pack.flush();
      log.commit(List.of(new SigningKey(new byte[32])));
      vault.publish(pack);
      assertArrayEquals(content, read(vault(), id));
    }
  }

  @Test
  void no_plaintext_reaches_the_disk() throws Exception {
    byte[] content = new byte[65536];
    Arrays.fill(content, (byte) 'A');
    publishOne(content);
    String pack = new String(Files.readAllBytes(onlyPack(".pack")), "ISO-8859-1");
    assertFalse(pack.contains("AAAAAAAA"));
  }

  @Test
  void a_pack_that_nobody_logged_is_removed_and_one_that_was_logged_gets_its_name()
      throws Exception {
    byte[] content = content(65536);
    Path unlogged =
        vaults.resolve("0f".repeat(16)).resolve("packs/" + "77".repeat(16) + ".pack.part");
    Files.write(unlogged, new byte[100]);
    Vault vault = vault();
    assertFalse(Files.exists(unlogged));
    PackWriter pack = vault.newPack(random);
    String id = write(vault, pack, content);
    pack.flush();
    log.commit(List.of(new SigningKey(new byte[32])));
    // The power goes here: neither published nor closed.
    assertArrayEquals(content, read(vault(), id));
    assertFalse(Files.exists(unlogged));
  }

  @Test
  void a_vault_whose_log_was_turned_back_is_an_alarm() throws Exception {
    byte[] oldLog = Files.readAllBytes(directory.resolve("log"));
    byte[] oldHead = Files.readAllBytes(directory.resolve("head"));
    publishOne(content(65536));
    log.close();
    Files.write(directory.resolve("log"), oldLog);
    Files.write(directory.resolve("head"), oldHead);
    log = openLog();
    assertEquals(
        Reason.LOG_TRUNCATED,
        assertThrows(VaultException.class, () -> Vault.newest(vaults, log)).reason());
  }

  @Test
  void a_pack_that_is_gone_is_named() throws Exception {
    publishOne(content(65536));
    Files.delete(onlyPack(".pack"));
    assertEquals(
        Reason.VAULT_DAMAGED,
        assertThrows(VaultException.class, () -> Vault.newest(vaults, log)).reason());
  }

  @Test
  void an_item_cut_off_or_copied_is_found() throws Exception {
    Vault vault = vault();
    String first;
    try (PackWriter pack = vault.newPack(random)) {
      first = write(vault, pack, content(65536));
      write(vault, pack, content(65536));
      pack.flush();
      log.commit(List.of(new SigningKey(new byte[32])));
      vault.publish(pack);
    }
    Path pack = onlyPack(".pack");
    byte[] whole = Files.readAllBytes(pack);
    int item = (whole.length - Pack.HEADER_BYTES) / 2;
    Files.write(pack, Arrays.copyOf(whole, whole.length - item));
    assertEquals(
        Reason.VAULT_DAMAGED,
        assertThrows(VaultException.class, () -> Vault.newest(vaults, log)).reason());
    byte[] longer = Arrays.copyOf(whole, whole.length + item);
    System.arraycopy(whole, Pack.HEADER_BYTES, longer, whole.length, item);
    Files.write(pack, longer);
    assertEquals(2, vault().items().size());
    assertEquals(first, vault().items().get(0).id());
  }

  @Test
  void every_flipped_bit_of_an_item_is_found() throws Exception {
    String id = publishOne(content(65536));
    Path pack = onlyPack(".pack");
    byte[] whole = Files.readAllBytes(pack);
    for (int i = 0; i < whole.length; i += i < 300 ? 1 : 997) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x10;
      Files.write(pack, changed);
      assertThrows(Exception.class, () -> read(vault(), id), "byte " + i);
    }
    Files.write(pack, Arrays.copyOf(whole, whole.length - 1));
    assertThrows(VaultException.class, () -> vault());
  }

  @Test
  void a_damaged_item_has_its_name() throws Exception {
    String id = publishOne(content(65536));
    Path pack = onlyPack(".pack");
    byte[] changed = Files.readAllBytes(pack);
    changed[changed.length - 1] ^= 1;
    Files.write(pack, changed);
    VaultIOException refused = assertThrows(VaultIOException.class, () -> read(vault(), id));
    assertEquals(Reason.ITEM_DAMAGED, refused.unwrap().reason());
  }
}
