package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultKeys;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/** A vault is sealed to nobody who was withdrawn, and not to fewer than open what it takes. */
class VaultTrustTest extends LaptopTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private String id(String name) throws Exception {
    String shown = org.ok(Organisation.passphrases(1), "--json", "keyring", "show", "--as", name);
    return JSON.readTree(shown).get("custodian").asText();
  }

  /** A keyset of some custodians, signed and taken. */
  private void keyset(String epoch, int testimony, int identity, String... names) throws Exception {
    Path papers = Files.createTempDirectory(directory, "keyset");
    List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", epoch));
    build.addAll(List.of("--testimony", "" + testimony, "--identity", "" + identity));
    build.addAll(List.of("--out", papers.toString()));
    for (String name : names) {
      build.add(org.home.resolve("outbox/epochs-" + id(name) + ".json").toString());
    }
    org.ok(List.of(), build.toArray(String[]::new));
    org.signedByTwo(papers.resolve("keyset-" + epoch + ".json"));
  }

  private void refused(String says, String... command) {
    assertEquals(1, org.run(Organisation.passphrases(3), command), org.stderr);
    assertTrue(org.stderr.contains(says), org.stderr);
  }

  private JsonNode inbox() throws Exception {
    return JSON.readTree(org.ok(List.of(), "--json", "inbox", "list")).get("envelopes");
  }

  private List<Path> vaultDirectories() throws Exception {
    Path vaults = org.home.resolve("vault");
    if (!Files.exists(vaults)) {
      return List.of();
    }
    try (var all = Files.list(vaults)) {
      return all.toList();
    }
  }

  @Test
  void a_first_opening_that_is_refused_leaves_no_vault_behind() throws Exception {
    org.ok(List.of(Organisation.PASSPHRASE, Organisation.PASSPHRASE), "keyring", "new", "stranger");
    imported("first");
    List<String> two = Organisation.passphrases(2);
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "bayram"};
    assertEquals(4, org.run(two, "inbox", "open", "--all", "--as", "aysel"));
    assertEquals(List.of(), vaultDirectories());
    assertEquals(4, org.run(two, "inbox", "open", "--all", "--as", "aysel", "--as", "stranger"));
    assertEquals(List.of(), vaultDirectories());
    assertEquals(3, org.run(List.of(Organisation.PASSPHRASE, "wrong"), open));
    assertEquals(List.of(), vaultDirectories());
    org.ok(two, open);
    assertEquals(1, vaultDirectories().size());
  }

  /** The log as whoever can write it may: nothing is asked but that a custodian signs. */
  private CustodyLog writable() throws Exception {
    Path custody = Files.createDirectories(org.home.resolve("custody"));
    return CustodyLog.open(custody, org.instance, org.day, key -> true, org.random);
  }

  private List<SigningKey> keys(int... custodians) {
    return Arrays.stream(custodians).mapToObj(org::signingKey).toList();
  }

  /** A vault whose keys its maker could keep, put on the laptop; gives its id. */
  private String planted(int... signers) throws Exception {
    try (CustodyLog log = writable()) {
      List<SignerId> custodians = keys(0, 1, 2).stream().map(SigningKey::id).toList();
      SealedTo keyset = new SealedTo(custodians, org.recipients());
      Path vaults = Files.createDirectories(org.home.resolve("vault"));
      try (Vault vault = VaultKeys.create(vaults, keyset, org.day, log, org.random)) {
        log.commit(keys(signers));
        return vault.id();
      }
    }
  }

  private List<String> vaultsOpenedInto() throws Exception {
    List<String> vaults = new ArrayList<>();
    for (String line : Files.readAllLines(org.home.resolve("custody/log"))) {
      JsonNode entry = JSON.readTree(line);
      if (entry.get("what").asText().equals("open")) {
        vaults.add(entry.get("vault").asText());
      }
    }
    return vaults;
  }

  @Test
  void a_vault_that_fewer_began_than_open_testimony_takes_none() throws Exception {
    imported("first");
    String alone = planted(0);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertTrue(org.stderr.contains("one alone may know its keys"), org.stderr);
    assertTrue(org.stderr.contains("begun; it is sealed to"), org.stderr);
    assertFalse(vaultsOpenedInto().contains(alone));
    // Once more, signed twice by one; what the quorum began does not count for what comes after.
    imported("second");
    String twice = planted(1, 1);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertFalse(vaultsOpenedInto().contains(twice));
    // As many as open testimony can put there what they like.
    imported("third");
    String together = planted(0, 2);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertEquals(together, vaultsOpenedInto().get(2));
    assertFalse(org.stderr.contains("one alone may know its keys"), org.stderr);
    String shown = org.ok(List.of(), "vault", "show");
    assertTrue(shown.contains(alone.substring(0, 16) + ", begun 2026-11-25 by fewer"), shown);
  }

  /** Writes the log anew from its first line; all that was signed is signed by these. */
  private void rewrittenBy(int... custodians) throws Exception {
    List<LogEntry> old;
    try (CustodyLog log = writable()) {
      old = List.copyOf(log.entries());
    }
    Files.delete(org.home.resolve("custody/log"));
    Files.delete(org.home.resolve("custody/head"));
    try (CustodyLog log = writable()) {
      for (LogEntry entry : old) {
        if (entry.what().equals("signatures")) {
          log.commit(keys(custodians));
        } else if (!entry.what().equals("begin")) {
          List<String> first = List.of("number", "previous", "day", "what", "salt");
          log.append(entry.what(), entry.fields().deepCopy().remove(first));
        }
      }
    }
  }

  @Test
  void who_somebody_is_goes_into_no_vault_that_fewer_began_than_open_testimony() throws Exception {
    imported("first");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    rewrittenBy(0);
    refused("one alone may know its keys", "inbox", "open", "--identity", "--all");
    assertEquals(1, vaultsOpenedInto().size());
    // It can be read, and is named.
    String out = directory.resolve("out").toString();
    org.ok(Organisation.passphrases(2), "export", "--all", "--out", out);
    assertTrue(org.stderr.contains("one alone may know its keys"), org.stderr);
    rewrittenBy(0, 1);
    org.ok(Organisation.passphrases(3), "inbox", "open", "--identity", "--all");
    assertEquals(2, vaultsOpenedInto().size());
  }

  @Test
  void no_log_begins_a_vault_twice_or_under_a_name_that_leads_elsewhere() throws Exception {
    String id = planted(0, 1);
    org.ok(List.of(), "vault", "show");
    for (String name : List.of(id, "../documents")) {
      byte[] before = Files.readAllBytes(org.home.resolve("custody/log"));
      byte[] head = Files.readAllBytes(org.home.resolve("custody/head"));
      try (CustodyLog log = writable()) {
        ObjectNode details = log.entries().get(1).fields().deepCopy();
        details.remove(List.of("number", "previous", "day", "what", "salt"));
        log.append("vault", details.put("vault", name));
        log.commit(keys(0, 1));
      }
      assertEquals(8, org.run(List.of(), "vault", "show"), name);
      assertTrue(org.stderr.contains("custody log was altered"), org.stderr);
      Files.write(org.home.resolve("custody/log"), before);
      Files.write(org.home.resolve("custody/head"), head);
    }
  }

  @Test
  void no_vault_is_sealed_to_a_keyset_that_is_over_or_takes_anything_then() throws Exception {
    LocalDate last = LocalDate.of(2027, 1, 24);
    String second = sealed("second").toString();
    imported("first");
    org.day = last.plusDays(1);
    refused("every keyset here is over", "inbox", "open", "--all");
    refused("every keyset here is over", "vault", "new");
    assertEquals(List.of(), vaultDirectories());
    org.day = last;
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.ok(List.of(), "inbox", "import", second);
    keyset("2027-W03", 2, 3, "aysel", "bayram", "cemil");
    org.day = last.plusDays(1);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertTrue(org.stderr.contains("sealed to a keyset that is over"), org.stderr);
    assertEquals(2, vaultDirectories().size());
    assertNotEquals(vaultsOpenedInto().get(0), vaultsOpenedInto().get(1));
  }

  @Test
  void after_a_withdrawal_neither_the_old_vault_nor_a_new_one_of_old_keysets_takes_anything()
      throws Exception {
    imported("before");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    imported("after");
    org.publishToday("", "--withdraw-custodian", id("bayram"));
    refused("sealed to a custodian who was withdrawn", "inbox", "open", "--all");
    refused("every keyset here names a custodian who was withdrawn", "vault", "new");
    keyset("2026-W48", 2, 2, "aysel", "cemil");
    org.ok(Organisation.passphrases(2), "vault", "new", "--as", "aysel", "--as", "cemil");
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "cemil"};
    org.ok(Organisation.passphrases(2), open);
    assertEquals("opened", inbox().at("/1/state").asText());
  }

  /** Who unlocked last, by the log. */
  private Set<String> unlockedBy() throws Exception {
    Set<String> by = new HashSet<>();
    for (String line : Files.readAllLines(org.home.resolve("custody/log"))) {
      JsonNode entry = JSON.readTree(line);
      if (entry.get("what").asText().equals("unlock")) {
        by.clear();
        entry.get("by").forEach(each -> by.add(each.asText()));
      }
    }
    return by;
  }

  @Test
  void where_nobody_is_named_those_are_asked_who_still_count() throws Exception {
    imported("before");
    String stranger = "abbas";
    org.ok(List.of(Organisation.PASSPHRASE, Organisation.PASSPHRASE), "keyring", "new", stranger);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertEquals(Set.of(id("aysel"), id("bayram")), unlockedBy());
    String old = vaultsOpenedInto().get(0);
    imported("after");
    org.publishToday("", "--withdraw-custodian", id("bayram"));
    keyset("2026-W48", 2, 2, "aysel", "cemil");
    org.ok(Organisation.passphrases(2), "vault", "new");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    Set<String> left = Set.of(id("aysel"), id("cemil"));
    assertEquals(left, unlockedBy());
    String[] export = {"export", "--all", "--vault", old, "--out", ""};
    export[5] = directory.resolve("out").toString();
    org.ok(Organisation.passphrases(2), export);
    assertEquals(left, unlockedBy());
    // All three open who it is in the old vault: the withdrawn one's key does as long as it is
    // here.
    String[] identity = {"inbox", "open", "--identity", "--all", "--vault", old};
    org.ok(Organisation.passphrases(3), identity);
    assertEquals(Set.of(id("aysel"), id("bayram"), id("cemil")), unlockedBy());
  }

  @Test
  void whose_a_keyring_is_is_learnt_when_it_is_unlocked() throws Exception {
    imported("before");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.publishToday("", "--withdraw-custodian", id("bayram"));
    for (String each : List.of("aysel", "bayram", "cemil")) {
      Files.delete(org.home.resolve("keyrings/" + each + ".id"));
    }
    Files.writeString(org.home.resolve("keyrings/aysel.id"), "no id\n");
    String[] export = {"export", "--all", "--out", ""};
    export[3] = directory.resolve("first").toString();
    org.ok(Organisation.passphrases(2), export);
    assertEquals(Set.of(id("aysel"), id("bayram")), unlockedBy());
    export[3] = directory.resolve("second").toString();
    org.ok(Organisation.passphrases(2), export);
    assertEquals(Set.of(id("aysel"), id("cemil")), unlockedBy());
  }

  @Test
  void an_envelope_that_more_must_open_than_the_vault_waits_for_another_vault() throws Exception {
    imported("two must open it");
    org.day = LocalDate.of(2026, 12, 2);
    keyset("2026-W49", 1, 1, "aysel", "bayram", "cemil");
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "bayram"};
    refused("needs 2 custodians, but 1 open this vault", open);
    assertEquals("sealed", inbox().at("/0/state").asText());
    org.day = LocalDate.of(2026, 12, 9);
    keyset("2026-W50", 2, 2, "aysel", "bayram", "cemil");
    org.ok(Organisation.passphrases(2), "vault", "new");
    org.ok(Organisation.passphrases(2), open);
    assertEquals("opened", inbox().at("/0/state").asText());
    String[] identity = {"inbox", "open", "--identity", "--all"};
    refused("needs 3 custodians, but 2 open this vault", identity);
  }
}
