package org.taniq.server.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.tar.TarWriter;

/** An organisation that signs what a server serves: three people, two sign, k = 2 and 3 of 3. */
public final class House {
  public static final LocalDate DAY = LocalDate.of(2026, 11, 25);
  public static final SigningKey A = key(1);
  public static final SigningKey B = key(2);
  public static final SigningKey C = key(3);
  public static final SigningKey RECOVERY = key(9);
  public static final SigningKey STRANGER = key(66);

  public final List<Signed> charters = new ArrayList<>();
  public final Bytes instance;
  public final Signed keyset;
  public final Map<String, byte[]> pages = new TreeMap<>();
  public final Map<String, byte[]> broadcast = new TreeMap<>();
  public List<Bytes> withdrawn = List.of();
  public List<SignerId> withdrawnCustodians = List.of();
  public Bytes previous;
  public String csp = ContentPolicy.CSP;
  private final List<byte[]> publicKeys;

  public House(boolean demo) {
    this(demo, List.of(publicKey(1), publicKey(2), publicKey(3)));
  }

  /**
   * @param publicKeys X-Wing, of the three people
   */
  public House(boolean demo, List<byte[]> publicKeys) {
    this.publicKeys = publicKeys;
    Signed zero =
        signed(DocumentType.CHARTER, charter(0, null, DAY.minusDays(60), demo, A, B, C), A, B);
    charters.add(zero);
    instance = zero.sha256();
    keyset = keyset(Epoch.live(DAY));
    for (String page :
        List.of("/index.html", "/404.html", "/az/index.html", "/az/sent.html", "/az/style.css")) {
      pages.put(page, ("page " + page).getBytes(StandardCharsets.UTF_8));
    }
    pages.put("/az/refused-not-an-envelope.html", new byte[] {1});
    pages.put("/az/refused.html", new byte[] {2});
    pages.put("/az/download/offline.html", new byte[0]);
    broadcast.put("/taniq/shelves/s1/0", new byte[1000]);
    broadcast.put("/taniq/acks/a1", new byte[48]);
  }

  public KeysetId keysetId() {
    return KeysetId.of(keyset.document().toArray());
  }

  public Signed keyset(Epoch epoch) {
    List<EpochKey> keys = new ArrayList<>();
    List<SigningKey> people = List.of(A, B, C);
    for (int i = 0; i < people.size(); i++) {
      keys.add(
          EpochKey.sign(people.get(i), instance, epoch, new LeastQuorum(2, 3), publicKeys.get(i)));
    }
    return signed(
        DocumentType.KEYSET, bytes(() -> new Keyset(instance, epoch, 2, 3, keys).bytes()), A, B);
  }

  private byte[] charter(
      int number, Bytes before, LocalDate issued, boolean demo, SigningKey... keys) {
    List<Charter.Person> people = new ArrayList<>();
    for (SigningKey key : keys) {
      people.add(
          new Charter.Person(
              "P" + people.size(),
              Bytes.of(key.publicKey()),
              List.of(Charter.Role.SIGNER, Charter.Role.CUSTODIAN, Charter.Role.PUBLISHER)));
    }
    return bytes(
        () ->
            new Charter(
                    number,
                    before,
                    issued,
                    number == 0 ? issued : issued.plusDays(14),
                    issued.plusDays(700),
                    demo,
                    new Charter.Organisation("O", "c@example.org"),
                    people,
                    2,
                    1,
                    new Charter.Recovery(List.of(Bytes.of(RECOVERY.publicKey())), 1))
                .bytes());
  }

  /** Adds a charter of new people that the recovery key makes. */
  public void recover(LocalDate issued) {
    SigningKey d = key(4);
    SigningKey e = key(5);
    byte[] next =
        charter(charters.size(), charters.get(charters.size() - 1).sha256(), issued, false, d, e);
    charters.add(signed(DocumentType.CHARTER, next, d, e, RECOVERY));
  }

  public Signed site(long version) {
    TreeMap<String, Bytes> files = new TreeMap<>();
    pages.forEach((path, content) -> files.put(path, Site.hash(content)));
    return signed(
        DocumentType.SITE,
        bytes(
            () ->
                new Site(
                        instance,
                        version,
                        DAY,
                        DAY.plusDays(400),
                        csp,
                        "index.html",
                        "/404.html",
                        files)
                    .bytes()),
        A,
        B);
  }

  public Signed bulletin(long number, LocalDate date, Signed site, SigningKey... keys) {
    List<Broadcast.ServedFile> shelves = new ArrayList<>();
    List<Broadcast.AckFile> acks = new ArrayList<>();
    broadcast.forEach(
        (path, content) -> {
          Broadcast.ServedFile file = new Broadcast.ServedFile(path, Site.hash(content));
          if (path.startsWith("/taniq/shelves/")) {
            shelves.add(file);
          } else {
            acks.add(new Broadcast.AckFile(Bytes.of(new byte[16]), file));
          }
        });
    Broadcast files =
        new Broadcast(
            List.of(new Broadcast.ShelfSet(Bytes.of(new byte[16]), number, shelves)),
            acks,
            Bytes.of(new byte[32]),
            List.of());
    return signed(
        DocumentType.BULLETIN,
        bytes(
            () ->
                new Bulletin(
                        instance,
                        number,
                        number == 0 ? null : previous == null ? unknown(number) : previous,
                        date,
                        date.plusDays(14),
                        charters.get(0).sha256(),
                        List.of(keyset.sha256()),
                        withdrawn,
                        withdrawnCustodians,
                        List.of(Alive.sign(A, instance, date), Alive.sign(B, instance, date)),
                        site == null ? null : site.sha256(),
                        files)
                    .bytes()),
        keys.length == 0 ? new SigningKey[] {A} : keys);
  }

  private static Bytes unknown(long number) {
    byte[] hash = new byte[32];
    Arrays.fill(hash, (byte) number);
    return Bytes.of(hash);
  }

  public byte[] current(Signed bulletin, Signed site) {
    return new CurrentFile(charters, bulletin, List.of(keyset), site).bytes();
  }

  /** current.json, then the shelves and acknowledgements. */
  public byte[] publication(byte[] current) {
    Map<String, byte[]> files = new TreeMap<>();
    broadcast.forEach((path, content) -> files.put(path.substring("/taniq/".length()), content));
    return tar(List.of("current.json"), List.of(current), files);
  }

  public byte[] publication(long number, Signed site) {
    return publication(current(bulletin(number, DAY, site), site));
  }

  public byte[] siteTar(Signed site) {
    Map<String, byte[]> files = new TreeMap<>();
    pages.forEach((path, content) -> files.put("files" + path, content));
    return tar(
        List.of("site.json", "site.json.sig"),
        List.of(site.document().toArray(), site.signatureFile().bytes()),
        files);
  }

  public Signed order(LocalDate date, List<DeletionOrder.Entry> entries, SigningKey... keys) {
    return signed(
        DocumentType.DELETION_ORDER,
        bytes(() -> new DeletionOrder(instance, Bytes.of(new byte[16]), date, entries).bytes()),
        keys);
  }

  public static byte[] tar(List<String> names, List<byte[]> contents, Map<String, byte[]> rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    try {
      for (int i = 0; i < names.size(); i++) {
        tar.entry(names.get(i), contents.get(i));
      }
      for (Map.Entry<String, byte[]> file : rest.entrySet()) {
        tar.entry(file.getKey(), file.getValue());
      }
      tar.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Gives the tar's last entry another name, of the same length, that the writer would refuse. */
  public static byte[] renamed(byte[] tar, String name, String other) {
    String text = new String(tar, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(name);
    byte[] out = tar.clone();
    System.arraycopy(other.getBytes(StandardCharsets.US_ASCII), 0, out, at, other.length());
    Arrays.fill(out, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + 512; i++) {
      sum += out[i] & 0xff;
    }
    byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, out, at + 148, 8);
    return out;
  }

  public static Path file(Path directory, byte[] content) {
    try {
      Path file = Files.createTempFile(directory, "delivery", ".tar");
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }

  private static byte[] publicKey(int seed) {
    byte[] key = new byte[EpochKey.PUBLIC_KEY_BYTES];
    Arrays.fill(key, (byte) seed);
    return key;
  }

  public static Signed signed(DocumentType type, byte[] document, SigningKey... keys) {
    return new Signed(
        type,
        Bytes.of(document),
        Arrays.stream(keys).map(key -> DetachedSignature.sign(type, document, key)).toList());
  }

  /** Writes a document. */
  public interface Writing {
    byte[] write() throws SignedException;
  }

  public static byte[] bytes(Writing writing) {
    try {
      return writing.write();
    } catch (SignedException e) {
      throw new AssertionError(e);
    }
  }
}
