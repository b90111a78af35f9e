package org.taniq.protocol.vectors;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * vectors/tables/ed25519.tsv: signatures on which Ed25519 libraries differ. SPEC §0. The signer
 * knows its secrets: A = a·B + i·T and R = r·B + j·T with T of order 8, S = r + k·a.
 */
final class Ed25519Vectors {

  private static final BigInteger EIGHT = BigInteger.valueOf(8);

  private final StringJoiner table = new StringJoiner("\n", "", "\n");
  private final Seed seed = new Seed("ed25519");
  private final BigInteger a = scalar("a");
  private final BigInteger r = scalar("r");
  private final byte[] honest = point(a, 0).encoded();

  /** Why k is taken: its residue modulo 8 before and after the reduction modulo the order. */
  private record Challenge(int whole, int reduced) {}

  /** The table. */
  static byte[] table() {
    Ed25519Vectors vectors = new Ed25519Vectors();
    vectors.table.add("# what\tpublic key\tmessage\tsignature\tgood or bad");
    vectors.honest();
    vectors.torsionInR();
    vectors.torsionInKey();
    vectors.smallR();
    vectors.smallKeys();
    vectors.noKeys();
    return Bytes.utf8(vectors.table.toString());
  }

  private BigInteger scalar(String name) {
    return Edwards.number(seed.bytes(name, 32)).mod(Edwards.ORDER);
  }

  private static Edwards point(BigInteger multiple, int torsion) {
    return Edwards.BASE.times(multiple).plus(Edwards.TORSION.times(torsion));
  }

  private void row(String what, byte[] key, byte[] message, byte[] signature, boolean good) {
    table.add(
        String.join(
            "\t",
            what,
            Bytes.hex(key),
            Bytes.hex(message),
            Bytes.hex(signature),
            good ? "good" : "bad"));
  }

  private static BigInteger hash(byte[] bigR, byte[] key, byte[] message) {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      return Edwards.number(sha512.digest(Bytes.join(bigR, key, message)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** r + k·a of whatever bytes R and A are spelled in; `secret` 0 for a key of small order. */
  private static byte[] sign(
      byte[] bigR, BigInteger r, byte[] key, BigInteger secret, byte[] message) {
    BigInteger k = hash(bigR, key, message);
    return Bytes.join(bigR, Edwards.little(r.add(k.multiply(secret)).mod(Edwards.ORDER)));
  }

  /** The first message whose k is as wanted. */
  private static byte[] message(byte[] bigR, byte[] key, Predicate<Challenge> wanted) {
    for (int i = 0; ; i++) {
      byte[] message = Bytes.ascii("message " + i);
      BigInteger k = hash(bigR, key, message);
      int reduced = k.mod(Edwards.ORDER).mod(EIGHT).intValue();
      if (wanted.test(new Challenge(k.mod(EIGHT).intValue(), reduced))) {
        return message;
      }
    }
  }

  private void honest() {
    byte[] bigR = point(r, 0).encoded();
    byte[] message = Bytes.ascii("hello");
    byte[] signature = sign(bigR, r, honest, a, message);
    row("an honest signature", honest, message, signature, true);
    BigInteger s = Edwards.number(Bytes.slice(signature, 32, 64));
    for (int times : new int[] {1, 2, 14}) {
      byte[] large = Edwards.little(s.add(Edwards.ORDER.multiply(BigInteger.valueOf(times))));
      row("S + " + times + " L", honest, message, Bytes.join(bigR, large), false);
    }
    row("another message", honest, Bytes.ascii("hullo"), signature, false);
  }

  /** The cofactored equation takes these; so do shortcuts that halve the scalars, now and then. */
  private void torsionInR() {
    for (int j : new int[] {1, 2, 4}) {
      byte[] bigR = point(r, j).encoded();
      for (int i = 0; i < 4; i++) {
        byte[] message = Bytes.ascii("torsion " + i);
        String what = "R with a part of order " + 8 / j + ", " + i;
        row(what, honest, message, sign(bigR, r, honest, a, message), false);
      }
    }
  }

  private void torsionInKey() {
    byte[] bigR = point(r, 0).encoded();
    byte[] eight = point(a, 1).encoded();
    mixed("k = 0 mod 8", bigR, eight, k -> k.whole == 0 && k.reduced == 0, true);
    mixed("k = 4 mod 8", bigR, eight, k -> k.reduced == 4, false);
    mixed("k = 0 mod 8 only reduced", bigR, eight, k -> k.whole != 0 && k.reduced == 0, true);
    mixed("k = 0 mod 8 only unreduced", bigR, eight, k -> k.whole == 0 && k.reduced != 0, false);
    byte[] two = point(a, 4).encoded();
    mixed("order 2, k even", bigR, two, k -> k.whole % 2 == 0 && k.reduced % 2 == 0, true);
    mixed("order 2, k odd", bigR, two, k -> k.reduced % 2 == 1, false);
    byte[] other = point(r, 3).encoded();
    mixed("R too, they cancel", other, eight, k -> k.reduced == 5 && k.whole == 5, true);
    mixed("R too, they add up", other, eight, k -> k.reduced == 1, false);
  }

  private void mixed(
      String what, byte[] bigR, byte[] key, Predicate<Challenge> wanted, boolean good) {
    byte[] message = message(bigR, key, wanted);
    row("key of mixed order, " + what, key, message, sign(bigR, r, key, a, message), good);
  }

  /** The equation holds in all of these. */
  private void smallR() {
    byte[] message = Bytes.ascii("small");
    for (String neutral :
        new String[] {
          "01" + "00".repeat(31),
          "01" + "00".repeat(30) + "80",
          "ee" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(31)
        }) {
      byte[] bigR = Bytes.unhex(neutral);
      byte[] signature = sign(bigR, BigInteger.ZERO, honest, a, message);
      row("R is the neutral point " + neutral.substring(60), honest, message, signature, false);
    }
    byte[] key = point(a, 1).encoded();
    for (int j = 1; j < 8; j++) {
      int reduced = 8 - j;
      byte[] bigR = Edwards.TORSION.times(j).encoded();
      byte[] fits = message(bigR, key, k -> k.reduced == reduced);
      byte[] signature = sign(bigR, BigInteger.ZERO, key, a, fits);
      row("R of small order, " + j + " T", key, fits, signature, false);
    }
  }

  /** Every spelling of the eight points of small order; the equation holds in all. */
  private void smallKeys() {
    for (int i = 0; i < 8; i++) {
      smallKey("key of small order, " + i + " T", Edwards.TORSION.times(i).encoded());
    }
    for (String spelling :
        new String[] {
          "01" + "00".repeat(30) + "80",
          "ec" + "ff".repeat(31),
          "ed" + "ff".repeat(30) + "7f",
          "ed" + "ff".repeat(31),
          "ee" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(31)
        }) {
      String what = "key of small order, not canonical, " + spelling.substring(0, 2);
      smallKey(what + ".." + spelling.substring(62), Bytes.unhex(spelling));
    }
  }

  private void smallKey(String what, byte[] key) {
    byte[] bigR = point(r, 0).encoded();
    byte[] message = message(bigR, key, k -> k.whole == 0 && k.reduced == 0);
    row(what, key, message, sign(bigR, r, key, BigInteger.ZERO, message), false);
  }

  /** Nobody can sign for these; a charter that names them is refused. */
  private void noKeys() {
    byte[] signature = sign(point(r, 0).encoded(), r, honest, a, new byte[0]);
    row("key off the curve", Bytes.unhex("02" + "00".repeat(31)), new byte[0], signature, false);
    row("key of large order, y + p", largeNotCanonical(), new byte[0], signature, false);
  }

  /** A point of large order, spelled with y + p. */
  static byte[] largeNotCanonical() {
    for (int y = 2; ; y++) {
      byte[] spelling = Edwards.little(Edwards.P.add(BigInteger.valueOf(y)));
      try {
        Edwards point = Edwards.decode(spelling);
        if (!point.times(8).equals(Edwards.NEUTRAL)) {
          return spelling;
        }
      } catch (ArithmeticException e) {
        // No point has this y.
      }
    }
  }
}
