package org.taniq.bench.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
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
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.server.site.ContentPolicy;

/**
 * Three custodians, two of whom open, with fresh keys, and what they publish: a server takes
 * envelopes for a signed keyset alone. Lives as long as the run.
 */
final class Organisation {
  private static final int CUSTODIANS = 3;
  private static final int QUORUM = 2;
  private static final int VALID_DAYS = 10;
  private static final byte[] PAGE = "<!doctype html>".getBytes(StandardCharsets.US_ASCII);

  private final LocalDate day;
  private final List<SigningKey> signers = new ArrayList<>();
  private final List<byte[]> epochKeys = new ArrayList<>();
  private final Signed charter;
  private final Signed keyset;
  private final Signed site;

  Organisation(LocalDate day, SecureRandom random) throws SignedException {
    this.day = day;
    for (int i = 0; i < CUSTODIANS; i++) {
      byte[] seed = new byte[SigningKey.SEED_BYTES];
      random.nextBytes(seed);
      signers.add(new SigningKey(seed));
      try (EpochSecret secret = EpochSecret.generate(random)) {
        epochKeys.add(secret.publicKey());
      }
    }
    charter = charter();
    keyset = keyset();
    TreeMap<String, Bytes> pages = new TreeMap<>();
    pages.put("/404.html", Site.hash(PAGE));
    pages.put("/index.html", Site.hash(PAGE));
    site =
        signed(
            DocumentType.SITE,
            new Site(
                    instance(),
                    1,
                    day,
                    day.plusDays(VALID_DAYS),
                    ContentPolicy.CSP,
                    "index.html",
                    "/404.html",
                    pages)
                .bytes());
  }

  Bytes instance() {
    return charter.sha256();
  }

  /** Whom testimony is sealed to. */
  Recipients recipients() {
    return new Recipients(KeysetId.of(keyset.document().toArray()), QUORUM, CUSTODIANS, epochKeys);
  }

  /** Writes the tar of the publication. */
  Path publication(Path file) throws SignedException, IOException {
    Bulletin bulletin =
        new Bulletin(
            instance(),
            0,
            null,
            day,
            day.plusDays(VALID_DAYS),
            charter.sha256(),
            List.of(keyset.sha256()),
            List.of(),
            List.of(),
            signers.stream().map(signer -> Alive.sign(signer, instance(), day)).toList(),
            site.sha256(),
            Broadcast.empty(new byte[32]));
    Signed signed = signed(DocumentType.BULLETIN, bulletin.bytes());
    try (OutputStream out = Files.newOutputStream(file)) {
      TarWriter tar = new TarWriter(out);
      tar.entry(
          "current.json", new CurrentFile(List.of(charter), signed, List.of(keyset), site).bytes());
      tar.finish();
    }
    return file;
  }

  /** Writes the tar of the pages. */
  Path site(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      TarWriter tar = new TarWriter(out);
      tar.entry("site.json", site.document().toArray());
      tar.entry("site.json.sig", site.signatureFile().bytes());
      tar.entry("files/404.html", PAGE);
      tar.entry("files/index.html", PAGE);
      tar.finish();
    }
    return file;
  }

  private Signed charter() throws SignedException {
    List<Charter.Person> people = new ArrayList<>();
    for (SigningKey signer : signers) {
      people.add(
          new Charter.Person(
              "custodian " + people.size(),
              Bytes.of(signer.publicKey()),
              List.of(Charter.Role.values())));
    }
    return signed(
        DocumentType.CHARTER,
        new Charter(
                0,
                null,
                day,
                day,
                day.plusDays(VALID_DAYS),
                false,
                new Charter.Organisation("Figures", "figures@example.org"),
                people,
                QUORUM,
                1,
                new Charter.Recovery(List.of(), 0))
            .bytes());
  }

  private Signed keyset() throws SignedException {
    Epoch epoch = Epoch.live(day);
    List<EpochKey> keys = new ArrayList<>();
    LeastQuorum least = new LeastQuorum(QUORUM, CUSTODIANS);
    for (int i = 0; i < CUSTODIANS; i++) {
      keys.add(EpochKey.sign(signers.get(i), instance(), epoch, least, epochKeys.get(i)));
    }
    return signed(
        DocumentType.KEYSET, new Keyset(instance(), epoch, QUORUM, CUSTODIANS, keys).bytes());
  }

  private Signed signed(DocumentType type, byte[] document) {
    return new Signed(
        type,
        Bytes.of(document),
        signers.stream().map(signer -> DetachedSignature.sign(type, document, signer)).toList());
  }
}
