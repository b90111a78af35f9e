package org.taniq.road;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.Broadcast;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.DeletionOrder;
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

/** An organisation of two people who do everything, and what they publish. */
final class Instance {
  private static final SigningKey A = key(1);
  private static final SigningKey B = key(2);

  private final LocalDate day;
  final Signed charter;
  final Signed keyset;
  private final Map<String, byte[]> files = new TreeMap<>();

  Instance(LocalDate day) throws SignedException {
    this.day = day;
    this.charter = charter();
    Epoch epoch = Epoch.live(day);
    byte[] first = new byte[EpochKey.PUBLIC_KEY_BYTES];
    byte[] second = first.clone();
    second[0] = 1;
    LeastQuorum least = new LeastQuorum(2, 2);
    List<EpochKey> keys =
        List.of(
            EpochKey.sign(A, charter.sha256(), epoch, least, first),
            EpochKey.sign(B, charter.sha256(), epoch, least, second));
    Keyset document = new Keyset(charter.sha256(), epoch, 2, 2, keys);
    this.keyset = signed(DocumentType.KEYSET, document.bytes());
    files.put("/404.html", new byte[] {'n', 'o'});
    files.put("/index.html", new byte[] {'h', 'i'});
  }

  Bytes id() {
    return charter.sha256();
  }

  KeysetId keysetId() {
    return KeysetId.of(keyset.document().toArray());
  }

  private Signed charter() throws SignedException {
    List<Charter.Person> people =
        List.of(
            new Charter.Person("A", Bytes.of(A.publicKey()), List.of(Charter.Role.values())),
            new Charter.Person("B", Bytes.of(B.publicKey()), List.of(Charter.Role.values())));
    Charter document =
        new Charter(
            0,
            null,
            day.minusDays(30),
            day.minusDays(30),
            day.plusDays(300),
            false,
            new Charter.Organisation("O", "x@example.org"),
            people,
            2,
            1,
            new Charter.Recovery(List.of(), 0));
    return signed(DocumentType.CHARTER, document.bytes());
  }

  private Signed site() throws SignedException {
    TreeMap<String, Bytes> hashes = new TreeMap<>();
    files.forEach((path, content) -> hashes.put(path, Site.hash(content)));
    Site document =
        new Site(
            id(), 1, day, day.plusDays(100), ContentPolicy.CSP, "index.html", "/404.html", hashes);
    return signed(DocumentType.SITE, document.bytes());
  }

  byte[] publication(int validDays) throws SignedException, IOException {
    Bulletin document =
        new Bulletin(
            id(),
            0,
            null,
            day,
            day.plusDays(validDays),
            charter.sha256(),
            List.of(keyset.sha256()),
            List.of(),
            List.of(),
            List.of(Alive.sign(A, id(), day), Alive.sign(B, id(), day)),
            site().sha256(),
            Broadcast.empty(new byte[32]));
    Signed bulletin = signed(DocumentType.BULLETIN, document.bytes());
    byte[] current = new CurrentFile(List.of(charter), bulletin, List.of(keyset), site()).bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    tar.entry("current.json", current);
    tar.finish();
    return out.toByteArray();
  }

  byte[] siteTar() throws SignedException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    tar.entry("site.json", site().document().toArray());
    tar.entry("site.json.sig", site().signatureFile().bytes());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      tar.entry("files" + file.getKey(), file.getValue());
    }
    tar.finish();
    return out.toByteArray();
  }

  byte[] deletionOrder(Bytes order, List<DeletionOrder.Entry> entries) throws SignedException {
    return signed(DocumentType.DELETION_ORDER, new DeletionOrder(id(), order, day, entries).bytes())
        .bundle();
  }

  private static Signed signed(DocumentType type, byte[] document) {
    List<DetachedSignature> signatures =
        List.of(
            DetachedSignature.sign(type, document, A), DetachedSignature.sign(type, document, B));
    return new Signed(type, Bytes.of(document), signatures);
  }

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }
}
