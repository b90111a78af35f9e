package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * One vector in the form of vectors/README.md: header lines, an empty line, the payload. A vector
 * made {@link #from} another holds only what differs.
 */
final class Vector {

  /** A payload that differs from its base's in more than this is written whole. */
  private static final int MAX_SPLICE_BYTES = 2048;

  final String path;
  final String expect;
  final String comment;
  private final List<String> lines = new ArrayList<>();
  private byte[] stored = new byte[0];
  private byte[] payload = new byte[0];

  Vector(String path, String expect, String comment) {
    this.path = path;
    this.expect = expect;
    this.comment = comment;
    line("expect", expect);
    line("comment", comment);
  }

  Vector line(String name, Object value) {
    lines.add(name + ": " + value);
    return this;
  }

  Vector payload(byte[] bytes) {
    payload = bytes;
    stored = bytes;
    return this;
  }

  /** As {@link #payload}, the zeros at the end written as a `pad` line. */
  Vector padded(byte[] bytes) {
    payload = bytes;
    line("pad", bytes.length);
    stored = Bytes.first(bytes, used(bytes));
    return this;
  }

  /** The whole payload, mutations done. */
  byte[] payload() {
    return payload.clone();
  }

  /** Takes another's headers and payload, to be overridden by further lines. */
  Vector from(Vector base) {
    payload = base.payload;
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    if (!base.path.startsWith(folder)) {
      throw new IllegalStateException("a base stands in the same folder");
    }
    return line("base", base.path.substring(folder.length()));
  }

  Vector set(int offset, String hex) {
    byte[] value = Bytes.unhex(hex);
    payload = payload.clone();
    System.arraycopy(value, 0, payload, offset, value.length);
    return line("set", offset + "=" + hex);
  }

  /** Turns the lowest bit of one byte. */
  Vector flip(int offset) {
    return set(offset, Bytes.hex(Bytes.u8(payload[offset] ^ 1)));
  }

  Vector truncate(int length) {
    payload = Bytes.first(payload, length);
    return line("truncate", length);
  }

  Vector append(String hex) {
    payload = Bytes.join(payload, Bytes.unhex(hex));
    return line("append", hex);
  }

  /** The base's payload made into this one: as a splice where that is short, else whole. */
  Vector becomes(byte[] bytes) {
    int from = 0;
    int most = Math.min(bytes.length, payload.length);
    while (from < most && bytes[from] == payload[from]) {
      from++;
    }
    int same = 0;
    while (same < most - from
        && bytes[bytes.length - 1 - same] == payload[payload.length - 1 - same]) {
      same++;
    }
    byte[] inserted = Bytes.slice(bytes, from, bytes.length - same);
    int removed = payload.length - same - from;
    payload = bytes;
    if (inserted.length > MAX_SPLICE_BYTES) {
      line("truncate", 0);
      stored = bytes;
      return this;
    }
    return line("splice", from + " " + removed + " " + Bytes.hex(inserted));
  }

  /** As {@link #becomes} for padded payloads: the zeros at the end are cut off and laid anew. */
  Vector becomesPadded(byte[] bytes) {
    truncate(used(payload));
    becomes(Bytes.first(bytes, used(bytes)));
    payload = bytes;
    return line("pad", bytes.length);
  }

  private static int used(byte[] bytes) {
    int used = bytes.length;
    while (used > 0 && bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** The file's bytes. */
  byte[] bytes() {
    return Bytes.join(Bytes.utf8(String.join("\n", lines) + "\n\n"), stored);
  }
}
