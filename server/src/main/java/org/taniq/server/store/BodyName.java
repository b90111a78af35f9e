package org.taniq.server.store;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File name of a body, {@code <id>.<sha256>.<day>}. With the file's size and the keyset id in the
 * envelope's own header it says all that the index knows, so the index can be made anew from the
 * bodies alone, and the file itself is the envelope byte for byte.
 */
record BodyName(EnvelopeId id, String sha256, LocalDate day) {

  /** Directories that bodies are spread over: the first byte of the id. */
  static final int SHARDS = 256;

  BodyName {
    EnvelopeId.requireHex(sha256, 32);
  }

  static BodyName of(StoredEnvelope envelope) {
    return new BodyName(envelope.id(), envelope.sha256(), envelope.day());
  }

  /** Empty if it is no name of ours. */
  static Optional<BodyName> parse(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      BodyName parsed = new BodyName(new EnvelopeId(parts[0]), parts[1], LocalDate.parse(parts[2]));
      return parsed.fileName().equals(name) ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  String fileName() {
    return id.hex() + "." + sha256 + "." + day;
  }

  /** 0..255. */
  int shard() {
    return Integer.parseInt(id.hex().substring(0, 2), 16);
  }

  /** Directory name of a shard. */
  static String shardName(int shard) {
    return HexFormat.of().toHexDigits((byte) shard);
  }
}
