package org.taniq.cli.inbox;

import org.jspecify.annotations.Nullable;

/**
 * One envelope that came to this laptop, as inbox and custody log know it.
 *
 * @param sha256 of the sealed bytes, 64 hex digits; names it everywhere
 * @param size bytes
 * @param id the server's id, 32 hex digits; null when it came as a single file
 * @param arrived UTC day of arrival at the server, as text; null as id
 * @param state how far it is
 * @param detail the item's id when opened, the reason when undecipherable, else empty
 */
public record InboxEntry(
    String sha256,
    long size,
    @Nullable String id,
    @Nullable String arrived,
    State state,
    String detail) {
  /** How far an envelope is. */
  public enum State {
    /** Not opened yet. */
    SEALED,
    /** In the vault. */
    OPENED,
    /** Opens for nobody; detail says why. */
    UNDECIPHERABLE,
    /** The log tells of it and its file is gone. */
    GONE
  }

  InboxEntry with(State newState, String newDetail) {
    return new InboxEntry(sha256, size, id, arrived, newState, newDetail);
  }

  InboxEntry from(@Nullable String newId, @Nullable String newArrived) {
    return id == null && newId != null
        ? new InboxEntry(sha256, size, newId, newArrived, state, detail)
        : this;
  }

  /** The state's word in lists and JSON. */
  public String word() {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }
}
