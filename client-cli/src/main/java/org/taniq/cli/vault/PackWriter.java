package org.taniq.cli.vault;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taniq.parcel.Durable;

/**
 * Writes one pack: items one after another, then {@link #flush}, then (once the log tells of it)
 * {@link #publish}. Closed before that, it leaves nothing. Not thread safe.
 */
public final class PackWriter implements AutoCloseable {
  private final String id;
  private final Path temporary;
  private final Path file;
  private final FileChannel channel;
  private final EarlyFlush early;
  private long accepted;
  private boolean kept;

  PackWriter(Path packs, String vault, String id) throws IOException {
    this.id = id;
    this.temporary = packs.resolve(id + Vault.TEMPORARY);
    this.file = packs.resolve(id + Vault.PACK);
    this.channel = FileChannel.open(temporary, CREATE_NEW, WRITE);
    this.early = new EarlyFlush(channel);
    try {
      Pack.writeFully(channel, ByteBuffer.wrap(Pack.header(vault, id)));
    } catch (IOException e) {
      close();
      throw e;
    }
    this.accepted = Pack.HEADER_BYTES;
  }

  /** The pack's id, for the custody log. */
  public String id() {
    return id;
  }

  /** Bytes accepted so far. */
  public long size() {
    return accepted;
  }

  /** Where the next item's bytes go; sealed already. The bytes count after {@link #accept}. */
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Pack.writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
        early.wrote(length);
      }
    };
  }

  /** What was written since the last call is an item that was verified to its end. */
  public void accept() throws IOException {
    accepted = channel.position();
  }

  /** What was written since the last accept is taken back. */
  public void reject() throws IOException {
    channel.truncate(accepted);
    channel.position(accepted);
  }

  /** Whether the pack holds an item. */
  public boolean isEmpty() {
    return accepted == Pack.HEADER_BYTES;
  }

  /** Everything accepted is on the disk after this, though not yet visible. */
  public void flush() throws IOException {
    reject();
    early.await();
    channel.force(true);
    Durable.syncDirectory(Vault.parent(temporary));
  }

  /** Gives the pack its name. */
  public void publish() throws IOException {
    Durable.rename(temporary, file);
    kept = true;
  }

  /** From here on the log decides whether the pack counts: a close no longer removes it. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      Files.deleteIfExists(temporary);
    }
  }
}
