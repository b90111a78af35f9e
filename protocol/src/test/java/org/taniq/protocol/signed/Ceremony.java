package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.Charter.Organisation;
import org.taniq.protocol.signed.Charter.Person;
import org.taniq.protocol.signed.Charter.Recovery;
import org.taniq.protocol.signed.Charter.Role;

/** An instance with keys from fixed seeds: A, B, C sign 2 of 3, R recovers. */
final class Ceremony {

  static final LocalDate DAY = LocalDate.of(2026, 11, 23); // a Monday
  static final LeastQuorum LEAST = new LeastQuorum(1, 1);
  static final SigningKey A = key(1);
  static final SigningKey B = key(2);
  static final SigningKey C = key(3);
  static final SigningKey D = key(4);
  static final SigningKey E = key(5);
  static final SigningKey R = key(9);
  static final SigningKey STRANGER = key(66);

  final Signed charter0 = signed(DocumentType.CHARTER, charter(0, null, DAY, A, B, C), A, B);
  final Bytes instance = charter0.sha256();
  final List<Signed> charters = new ArrayList<>(List.of(charter0));
  final List<Signed> keysets = new ArrayList<>();
  Signed site = signed(DocumentType.SITE, site(7), A, B);

  Ceremony() {
    keysets.add(signed(DocumentType.KEYSET, keyset(Epoch.live(DAY), A, B, C), A, B));
  }

  static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }

  static byte[] charter(int number, Bytes previous, LocalDate issued, SigningKey... people) {
    return charter(number, previous, issued, issued, people);
  }

  static byte[] charter(
      int number, Bytes previous, LocalDate issued, LocalDate counts, SigningKey... people) {
    List<Person> all = new ArrayList<>();
    for (SigningKey each : people) {
      all.add(new Person("N" + all.size(), Bytes.of(each.publicKey()), List.of(Role.values())));
    }
    return bytes(
        () ->
            new Charter(
                    number,
                    previous,
                    issued,
                    counts,
                    issued.plusDays(732),
                    false,
                    new Organisation("Təşkilat", "x@example.org"),
                    all,
                    2,
                    1,
                    new Recovery(List.of(Bytes.of(R.publicKey())), 1))
                .bytes());
  }

  static byte[] publicKey(int seed) {
    byte[] key = new byte[EpochKey.PUBLIC_KEY_BYTES];
    Arrays.fill(key, (byte) seed);
    return key;
  }

  byte[] keyset(Epoch epoch, SigningKey... custodians) {
    List<EpochKey> keys = new ArrayList<>();
    for (SigningKey each : custodians) {
      keys.add(EpochKey.sign(each, instance, epoch, LEAST, publicKey(keys.size())));
    }
    return bytes(() -> new Keyset(instance, epoch, 2, 3, keys).bytes());
  }

  byte[] site(long version) {
    TreeMap<String, Bytes> files = new TreeMap<>();
    for (String path : List.of("/index.html", "/404.html", "/az/.well-known/x.js")) {
      files.put(path, Site.hash(path.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
    return bytes(
        () ->
            new Site(
                    instance,
                    version,
                    DAY,
                    DAY.plusDays(400),
                    "default-src 'none'",
                    "index.html",
                    "/404.html",
                    files)
                .bytes());
  }

  Bulletin bulletin(long number, Bytes previous, LocalDate date) {
    return new Bulletin(
        instance,
        number,
        previous,
        date,
        date.plusDays(14),
        charterOn(date).sha256(),
        keysets.stream().map(Signed::sha256).toList(),
        List.of(),
        List.of(),
        List.of(Alive.sign(A, instance, date), Alive.sign(B, instance, date)),
        site == null ? null : site.sha256(),
        Broadcast.empty(new byte[32]));
  }

  Signed signed(Bulletin bulletin, SigningKey... keys) {
    return signed(DocumentType.BULLETIN, bytes(bulletin::bytes), keys);
  }

  byte[] current(Signed bulletin) {
    return new CurrentFile(charters, bulletin, keysets, site).bytes();
  }

  byte[] current() {
    return current(signed(bulletin(0, null, DAY), A));
  }

  Current verify(byte[] current, LocalDate day, Known known) throws SignedException {
    return Current.verify(current, instance.toArray(), day, false, known);
  }

  CharterChain chain() {
    try {
      return CharterChain.verify(charters, instance.toArray(), false);
    } catch (SignedException e) {
      throw new AssertionError(e);
    }
  }

  private Signed charterOn(LocalDate day) {
    try {
      return chain().currentEvenExpired(day).signed();
    } catch (SignedException e) {
      return charter0; // before it counts
    }
  }

  static Signed signed(DocumentType type, byte[] document, SigningKey... keys) {
    return new Signed(
        type,
        Bytes.of(document),
        Arrays.stream(keys).map(key -> DetachedSignature.sign(type, document, key)).toList());
  }

  /** The document with a fault, as bytes. */
  static byte[] faulty(byte[] document, Consumer<ObjectNode> fault) {
    try {
      ObjectNode node = StrictJson.parse(document, 8 << 20);
      fault.accept(node);
      return StrictJson.pretty(node);
    } catch (org.taniq.protocol.MalformedException e) {
      throw new AssertionError(e);
    }
  }

  static void refused(SignedException.Reason reason, Executable executable) {
    assertEquals(reason, assertThrows(SignedException.class, executable).reason());
  }

  interface Writing {
    byte[] write() throws SignedException;
  }

  static byte[] bytes(Writing writing) {
    try {
      return writing.write();
    } catch (SignedException e) {
      throw new AssertionError(e);
    }
  }
}
