package org.taniq.parcel;

import org.jspecify.annotations.Nullable;

/** Which way a parcel goes. SPEC §9. */
public enum ParcelKind {
  /** Envelopes, from the server to the custodians. */
  INCOMING("incoming"),
  /** Signed documents, from the custodians to the server. */
  OUTGOING("outgoing");

  private final String word;

  ParcelKind(String word) {
    this.word = word;
  }

  /** The word that stands in the manifest. */
  public String word() {
    return word;
  }

  static @Nullable ParcelKind of(String word) {
    for (ParcelKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return null;
  }
}
