package org.taniq.protocol.vectors;

import java.util.Arrays;

/**
 * The narrow ustar profile of SPEC §2.10, written entry by entry, with room for one wrong field.
 */
final class Tar {

  static final int BLOCK = 512;

  private byte[] bytes = new byte[0];

  /** One field of a header overwritten, the checksum made right again. */
  @SuppressWarnings("ArrayRecordComponent")
  record Field(int offset, byte[] value) {}

  /** Appends an entry as SPEC has it, then overwrites the given fields. */
  Tar entry(String name, byte[] content, Field... fields) {
    return rawEntry(header(Bytes.ascii(name), content.length, fields), content);
  }

  /** Appends any header and content, filled up with zeros to a block. */
  Tar rawEntry(byte[] header, byte[] content) {
    int padding = (BLOCK - content.length % BLOCK) % BLOCK;
    bytes = Bytes.join(bytes, header, content, new byte[padding]);
    return this;
  }

  /** A header with a right checksum. */
  static byte[] header(byte[] name, long size, Field... fields) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, Bytes.ascii("0000600\0"));
    put(header, 108, Bytes.ascii("0000000\0"));
    put(header, 116, Bytes.ascii("0000000\0"));
    put(header, 124, Bytes.ascii(String.format("%011o\0", size)));
    put(header, 136, Bytes.ascii("00000000000\0"));
    put(header, 156, Bytes.ascii("0"));
    put(header, 257, Bytes.ascii("ustar\00000"));
    put(header, 329, Bytes.ascii("0000000\0000000000\0"));
    for (Field field : fields) {
      put(header, field.offset(), field.value());
    }
    put(header, 148, Bytes.ascii(String.format("%06o\0 ", checksum(header))));
    return header;
  }

  private static int checksum(byte[] header) {
    byte[] counted = header.clone();
    Arrays.fill(counted, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : counted) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static void put(byte[] header, int at, byte[] value) {
    System.arraycopy(value, 0, header, at, value.length);
  }

  /** The entries alone. */
  byte[] entries() {
    return bytes.clone();
  }

  /** Entries and the two zero blocks: what padded(L) counts. */
  byte[] end() {
    return Bytes.join(bytes, new byte[2 * BLOCK]);
  }
}
