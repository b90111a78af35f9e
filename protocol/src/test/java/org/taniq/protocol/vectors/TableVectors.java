package org.taniq.protocol.vectors;

import java.util.StringJoiner;

/** vectors/tables: what is shorter as a table than as files. SPEC §0, §2.3, §2.4, §3.1, §4.6. */
final class TableVectors {

  TableVectors(VectorSet set) {
    set.add("tables/file-digest.tsv", Bytes.utf8(digests()));
    set.add("tables/shamir.tsv", Bytes.utf8(shamir()));
    set.add("tables/deletion.tsv", Bytes.utf8(deletions()));
    set.add("tables/ed25519.tsv", Ed25519Vectors.table());
    set.add("tables/recipient-keys.tsv", RecipientKeys.table());
  }

  private static String digests() {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# length of a file of zeros\tD of it");
    int chunk = 1 << 20;
    for (int length : new int[] {0, 1, 55, 64, chunk - 1, chunk, chunk + 1, 3 * chunk}) {
      table.add(length + "\t" + Bytes.hex(Hashes.fileDigest(new byte[length])));
    }
    return table.toString();
  }

  private static String shamir() {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# k\tsecret\tx and y of k shares, which combine to the secret");
    Seed seed = new Seed("shamir");
    int[][] sets = {{1, 2}, {2, 3}, {1, 16}, {3, 2, 1}, {5, 9, 14}, {16, 15, 14, 13, 12}};
    for (int[] xs : sets) {
      byte[] secret = seed.bytes("secret " + xs.length, 32);
      byte[][] coefficients = new byte[xs.length - 1][];
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = seed.bytes("coefficient " + i, 32);
      }
      StringJoiner shares = new StringJoiner(" ");
      for (int x : xs) {
        shares.add(Bytes.hex(Bytes.join(Bytes.u8(x), Shamir.shareAt(x, secret, coefficients))));
      }
      table.add(xs.length + "\t" + Bytes.hex(secret) + "\t" + shares);
    }
    return table.toString();
  }

  private static String deletions() {
    return String.join(
        "\n",
        "# hash that the server has (none, same, other)\tday of arrival\tday\tanswer",
        "none\t2026-11-01\t2026-12-01\tunknown_id",
        "same\t2026-11-24\t2026-12-01\tdeleted",
        "same\t2026-11-25\t2026-12-01\ttoo_young",
        "same\t2026-12-01\t2026-12-01\ttoo_young",
        "other\t2026-11-01\t2026-12-01\thash_differs",
        "other\t2026-12-01\t2026-12-01\thash_differs",
        "");
  }
}
