package org.taniq.cli.seeded;

import java.util.HashMap;

/** Breaks two rules on purpose: static mutable state, in a package that is not null-marked. */
public final class CountsForEver {
  static final HashMap<String, Integer> COUNTS = new HashMap<>();

  void count(String name) {
    COUNTS.merge(name, 1, Integer::sum);
  }
}
