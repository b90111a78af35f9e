package org.taniq.courier.hatch;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.parcel.ParcelEntry;

/** What an outgoing parcel holds, in the order in which the server shall get it. SPEC §9.1. */
enum Outgoing {
  PUBLICATION("publication\\.tar", "publication", "publication"),
  SITE("site\\.tar", "site", "site"),
  DELETION_ORDER("deletion-[0-9a-f]{32}\\.json", "deletion-order", "order");

  private final Pattern name;
  private final String path;
  private final String word;

  Outgoing(String name, String path, String word) {
    this.name = Pattern.compile(name);
    this.path = path;
    this.word = word;
  }

  /** Where the hatch takes it. */
  String path() {
    return path;
  }

  /** How texts are keyed. */
  String word() {
    return word;
  }

  /** Null for a name that has no place here. */
  static @Nullable Outgoing of(ParcelEntry entry) {
    for (Outgoing outgoing : values()) {
      if (outgoing.name.matcher(entry.name()).matches()) {
        return outgoing;
      }
    }
    return null;
  }
}
