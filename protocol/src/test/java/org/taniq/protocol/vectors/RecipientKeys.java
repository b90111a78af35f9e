package org.taniq.protocol.vectors;

import java.util.StringJoiner;

/** tables/recipient-keys.tsv: keys that a sealer takes, and those that it refuses. SPEC §2.4. */
final class RecipientKeys {
  private static final int X25519_AT = 1184;

  /**
   * The points of low order as they are written: SPEC's sealer meets all of them. RFC 7748 §6.1.
   */
  private static final String[] LOW_ORDER = {
    "00".repeat(32),
    "01" + "00".repeat(31),
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ec" + "ff".repeat(30) + "7f",
    "ed" + "ff".repeat(30) + "7f",
    "ee" + "ff".repeat(30) + "7f",
    "00".repeat(31) + "80",
  };

  private RecipientKeys() {}

  static byte[] table() {
    byte[] good = XWing.publicKey(new Seed("recipient").bytes("key", 32));
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# what\tpkR\tOK or the reason");
    row(table, "as it should be", good, "OK");
    row(table, "the largest number below the modulus", coefficient(good, 3328), "OK");
    bad(table, "a number that is the modulus", coefficient(good, 3329));
    bad(table, "the largest number of 12 bits", coefficient(good, 4095));
    bad(table, "one byte short", Bytes.first(good, good.length - 1));
    bad(table, "one byte long", Bytes.join(good, Bytes.u8(0)));
    bad(table, "ML-KEM's part alone", Bytes.first(good, X25519_AT));
    for (String point : LOW_ORDER) {
      bad(
          table,
          "an X25519 part of low order",
          Bytes.join(Bytes.first(good, X25519_AT), Bytes.unhex(point)));
    }
    return Bytes.utf8(table.toString());
  }

  /** With its first number of 12 bits, least significant first, replaced. */
  private static byte[] coefficient(byte[] key, int value) {
    byte[] changed = key.clone();
    changed[0] = (byte) value;
    changed[1] = (byte) ((changed[1] & 0xf0) | (value >> 8));
    return changed;
  }

  private static void bad(StringJoiner table, String what, byte[] key) {
    row(table, what, key, "BAD_RECIPIENT_KEY");
  }

  private static void row(StringJoiner table, String what, byte[] key, String answer) {
    table.add(what + "\t" + Bytes.hex(key) + "\t" + answer);
  }
}
