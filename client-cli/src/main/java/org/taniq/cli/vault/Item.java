package org.taniq.cli.vault;

import java.nio.file.Path;

/**
 * An item that lies in a pack.
 *
 * @param pack the pack's file
 * @param offset of the sealed stream in it, bytes
 * @param header what is known without a key
 */
public record Item(Path pack, long offset, ItemHeader header) {
  /** 32 hex digits, random. */
  public String id() {
    return header.id();
  }

  /** 0 testimony, 1 identity. */
  public int level() {
    return header.level();
  }

  /** Hex of the SHA-256 of the sealed envelope that it came in. */
  public String envelope() {
    return header.envelope();
  }

  /** Id of the testimony that a level 1 item is nested in. */
  public String parent() {
    return header.parent();
  }

  /** Where a level 1 item is nested: 0 identity.sealed, N attachments/N. */
  public int number() {
    return header.number();
  }
}
