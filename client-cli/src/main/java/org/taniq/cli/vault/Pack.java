package org.taniq.cli.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Several items in one file, so that one flush makes all of them last. SPEC §8.3. A pack is
 * complete or not there at all: it gets its name only after it was flushed and the custody log
 * tells of it.
 */
final class Pack {
  /** {@code \x89TNV}, CR LF, ^Z, version 1. */
  private static final byte[] MAGIC = {(byte) 0x89, 'T', 'N', 'V', 0x0d, 0x0a, 0x1a, 0x01};

  /** Magic, vault id, pack id. */
  static final int HEADER_BYTES = 8 + 16 + 16; // 40

  private Pack() {}

  static byte[] header(String vault, String pack) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(MAGIC)
        .put(HexFormat.of().parseHex(vault))
        .put(HexFormat.of().parseHex(pack))
        .array();
  }

  /**
   * Reads the headers of a pack's items and no content.
   *
   * @throws VaultException VAULT_DAMAGED: of another vault, under another name, cut or longer
   */
  static List<Item> scan(Path file, String vault, String pack) throws IOException, VaultException {
    List<Item> items = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] header = read(channel, 0, HEADER_BYTES);
      if (!java.util.Arrays.equals(header, header(vault, pack))) {
        throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
      }
      long size = channel.size();
      long at = HEADER_BYTES;
      while (at < size) {
        ItemHeader item = ItemHeader.parse(read(channel, at, ItemHeader.BYTES));
        at += ItemHeader.BYTES;
        if (item.streamBytes() > size - at) {
          throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
        }
        items.add(new Item(file, at, item));
        at += item.streamBytes();
      }
    }
    return items;
  }

  private static byte[] read(FileChannel channel, long position, int length)
      throws IOException, VaultException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
      }
    }
    return buffer.array();
  }

  /** Writes all of the buffer at the channel's position. */
  static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
