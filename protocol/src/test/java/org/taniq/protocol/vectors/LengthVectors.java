package org.taniq.protocol.vectors;

import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** vectors/lengths: tables of padded sizes and of lengths on and off the lattice. SPEC §2.7. */
final class LengthVectors {

  LengthVectors(VectorSet set) {
    set.add("lengths/padded.tsv", Bytes.utf8(padded()));
    set.add("lengths/lattice.tsv", Bytes.utf8(lattice()));
  }

  private static String padded() {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# used\tpadded\tstream\tenvelope n=1\tenvelope n=16");
    Set<Long> used = new TreeSet<>(Set.of(1024L, 65535L, 65536L, 65537L, 100_000L, 1_000_000L));
    for (int e = 16; e < 33; e++) {
      long power = 1L << e;
      for (long padded :
          new long[] {power, Lattice.padme(power + 1), Lattice.padme(2 * power - 1)}) {
        used.add(padded);
        used.add(padded + 1);
      }
    }
    for (long bytes : used) {
      long padded = Lattice.padded(bytes);
      if (padded > Lattice.MAX_PADDED) {
        table.add(bytes + "\tTOO_LARGE");
        continue;
      }
      table.add(
          bytes
              + "\t"
              + padded
              + "\t"
              + Lattice.stream(padded)
              + "\t"
              + Lattice.envelope(1, padded)
              + "\t"
              + Lattice.envelope(16, padded));
    }
    return table.toString();
  }

  private static String lattice() {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# length of a kind 0 envelope\tn whose lattice it is on, or none");
    Set<Long> lengths = new TreeSet<>(Set.of(0L, 1L, 64L, 1265L, 66872L, 69275L));
    for (int n = 1; n <= 16; n++) {
      for (long used : new long[] {65536, 65537, 1 << 20, (1L << 30) + 1, Lattice.MAX_PADDED}) {
        long length = Lattice.envelope(n, Lattice.padded(used));
        lengths.add(length - 1);
        lengths.add(length);
        lengths.add(length + 1);
      }
    }
    for (long length : lengths) {
      table.add(length + "\t" + slots(length));
    }
    return table.toString();
  }

  /** Every n with a padded size of exactly this envelope length, by trying them all. */
  private static String slots(long length) {
    StringJoiner slots = new StringJoiner(" ").setEmptyValue("none");
    for (int n = 1; n <= 16; n++) {
      long padded = Lattice.FLOOR;
      while (padded < Lattice.MAX_PADDED && Lattice.envelope(n, padded) < length) {
        padded = Lattice.padme(padded + 1);
      }
      if (Lattice.envelope(n, padded) == length) {
        slots.add(String.valueOf(n));
      }
    }
    return slots.toString();
  }
}
