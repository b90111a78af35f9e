package org.taniq.cli.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.taniq.cli.vault.Custodian;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultKeys;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.SealingStream;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

/** A laptop with three custodians (two open testimony, three who it is), below the command line. */
final class House implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  static final byte[] INSTANCE = new byte[32];

  record Person(SigningKey signingKey, EpochSecret epoch) implements Custodian {
    @Override
    public SignerId id() {
      return signingKey.id();
    }

    @Override
    public EpochSecret secret(byte[] pkR) {
      return Arrays.equals(pkR, epoch.publicKey()) ? epoch : null;
    }
  }

  final SecureRandom random = new SecureRandom();
  final List<Person> people = new ArrayList<>();
  final Path home;
  final SealedTo keyset;
  CustodyLog log;
  Inbox inbox;

  House(Path home) throws Exception {
    this.home = home;
    for (int i = 0; i < 3; i++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      people.add(new Person(new SigningKey(seed), EpochSecret.generate(random)));
    }
    byte[] id = new byte[16];
    random.nextBytes(id);
    Recipients recipients =
        new Recipients(
            KeysetId.ofBytes(id), 2, 3, people.stream().map(p -> p.epoch().publicKey()).toList());
    keyset = new SealedTo(people.stream().map(Person::id).toList(), recipients);
    Files.createDirectories(home.resolve("inbox"));
    Files.createDirectories(home.resolve("custody"));
    Files.createDirectories(home.resolve("vault"));
    restart();
  }

  /** What every command does at its start. */
  void restart() throws Exception {
    if (log != null) {
      log.close();
    }
    log =
        CustodyLog.open(
            home.resolve("custody"),
            INSTANCE,
            DAY,
            key -> people.stream().anyMatch(p -> Arrays.equals(p.signingKey().publicKey(), key)),
            random);
    inbox = Inbox.read(home.resolve("inbox"), log);
  }

  Quorum quorum(int... who) {
    return new Quorum(Arrays.stream(who).mapToObj(i -> (Custodian) people.get(i)).toList());
  }

  /** What every look for a keyset meets first; for a test to make it fail. */
  Runnable beforeFind = () -> {};

  SealedTo find(KeysetId id) {
    beforeFind.run();
    return id.equals(keyset.recipients().keysetId()) ? keyset : null;
  }

  Vault vault(Quorum quorum) throws Exception {
    Vault vault = Vault.newest(home.resolve("vault"), log).orElse(null);
    if (vault == null) {
      vault = VaultKeys.create(home.resolve("vault"), keyset, DAY, log, random);
    }
    VaultKeys.unlock(vault, Vault.TESTIMONY, keyset, quorum, log);
    return vault;
  }

  OpenReport open(int... who) throws Exception {
    Quorum quorum = quorum(who);
    try (Vault vault = vault(quorum);
        OpenRun run =
            new OpenRun(
                inbox,
                vault,
                log,
                quorum,
                new EnvelopeOpener(quorum, this::find, INSTANCE),
                random,
                n -> {})) {
      OpenReport report =
          run.run(
              inbox.entries().stream().filter(e -> e.state() == InboxEntry.State.SEALED).toList());
      restart();
      return report;
    }
  }

  byte[] seal(String narrative, AttachmentSource... attachments) throws Exception {
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    byte[] sitting = new byte[16];
    random.nextBytes(sitting);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SigningKey thread = new SigningKey(seed)) {
      Consent consent =
          new Consent(Consent.Person.SUBMITTER, null, Consent.GivenBy.SELF, DAY, null, Map.of());
      new TestimonySealer(keyset.recipients(), random, Spool.inMemory())
          .seal(
              new Submission(
                  new Submission.Sender(Bytes.of(INSTANCE), thread, Bytes.of(sitting)),
                  new Submission.Testimony(
                      new Told("az", narrative, List.of(), List.of(), List.of(consent)),
                      0,
                      new byte[32]),
                  IdentityJson.anonymous(),
                  List.of(attachments)),
              out);
    }
    return out.toByteArray();
  }

  /** Seals a plaintext of kind 0, whatever it is. */
  byte[] sealTar(byte[] tar) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream =
        EnvelopeSealer.start(
            keyset.recipients(), Kind.TESTIMONY, Binding.noContext(), random, out)) {
      stream.write(tar);
      stream.finish();
    }
    return out.toByteArray();
  }

  static AttachmentSource file(String name, byte[] content) {
    return new AttachmentSource(
        name, "", false, content.length, () -> new ByteArrayInputStream(content));
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Imports envelopes and gives their hashes. */
  List<String> add(byte[]... envelopes) throws Exception {
    List<String> hashes = new ArrayList<>();
    try (Importer importer = new Importer(inbox, log)) {
      for (byte[] envelope : envelopes) {
        String sha256 = sha256(envelope);
        hashes.add(sha256);
        if (!importer.skips(sha256, envelope.length, null)) {
          importer.<IOException>add(sha256, envelope.length, null, out -> out.write(envelope));
        }
      }
      importer.commit();
    }
    restart();
    return hashes;
  }

  @Override
  public void close() throws Exception {
    log.close();
  }
}
