package org.taniq.protocol.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;

/**
 * Reads the ustar profile of SPEC §2.10, and nothing else, in constant memory. Not thread-safe. The
 * stream underneath stays open.
 *
 * <p>Use: {@link #next} until null, after each entry {@link #content} (what is left of it unread is
 * skipped), then {@link #finish} or {@link #finishPadded}. Only then is the tar known to be whole.
 * All refusals are {@link EnvelopeIOException}; any other IOException is the stream's.
 */
public final class TarReader {

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final long limit;
  private final int maxEntries;
  private final NameRule rule;
  private final Set<String> names = new HashSet<>();
  private final byte[] buffer = new byte[BUFFER];
  private long position;
  private long roomUntil;
  private long contentLeft;
  private int contentPadding;
  private boolean ended;

  /**
   * @param in the tar from its first byte
   * @param limit length of the whole plaintext in bytes, or the most that is taken where it is
   *     unknown: an entry that cannot fit is refused before its content is read
   * @param maxEntries one more entry is refused
   * @param rule which names, in which order
   */
  public TarReader(InputStream in, long limit, int maxEntries, NameRule rule) {
    this.in = in;
    this.limit = limit;
    this.maxEntries = maxEntries;
    this.rule = rule;
  }

  /**
   * The next entry, or null after the two end blocks.
   *
   * @throws EnvelopeIOException BAD_TAR, PADDING_NOT_ZERO (in the entry before)
   */
  public @Nullable TarEntry next() throws IOException {
    if (ended) {
      return null;
    }
    skipContent();
    byte[] header = block();
    if (isZero(header, header.length)) {
      refuseUnless(isZero(block(), TarHeader.BLOCK), Reason.BAD_TAR);
      ended = true;
      return null;
    }
    TarEntry entry = TarHeader.read(header);
    if (entry == null) {
      throw new EnvelopeIOException(Reason.BAD_TAR);
    }
    roomUntil = position + TarEntry.contentBlocks(entry.size()) + TarWriter.END_BYTES;
    refuseUnless(
        roomUntil <= limit
            && names.size() < maxEntries
            && rule.allows(names.size(), entry)
            && names.add(entry.name()),
        Reason.BAD_TAR);
    contentLeft = entry.size();
    contentPadding = (int) (TarEntry.contentBlocks(entry.size()) - entry.size());
    return entry;
  }

  /**
   * Reads on to see whether the entry that {@link #next} gave last, and two end blocks after it,
   * are there, for a reader who is about to refuse and does not know the length of the plaintext.
   *
   * @throws EnvelopeIOException BAD_TAR if they are not
   */
  public void requireRoom() throws IOException {
    while (position < roomUntil) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, roomUntil - position));
      refuseUnless(read >= 0, Reason.BAD_TAR);
      position += read;
    }
  }

  /** The content of the entry that {@link #next} gave, good until the next call of next. */
  public InputStream content() {
    return new Content(names.size());
  }

  /**
   * Asks for the end of the stream right after the end blocks (a tar without padding).
   *
   * @throws EnvelopeIOException BAD_TAR
   */
  public void finish() throws IOException {
    requireEnd();
    refuseUnless(in.read() < 0, Reason.BAD_TAR);
  }

  /**
   * Reads zeros to the end of the stream.
   *
   * @return bytes used by entries and end blocks; position() is then the length of the plaintext
   * @throws EnvelopeIOException PADDING_NOT_ZERO
   */
  public long finishPadded() throws IOException {
    requireEnd();
    long used = position;
    int read;
    while ((read = in.read(buffer, 0, buffer.length)) >= 0) {
      refuseUnless(isZero(buffer, read), Reason.PADDING_NOT_ZERO);
      position += read;
    }
    return used;
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  private void requireEnd() {
    if (!ended) {
      throw new IllegalStateException("entries are left");
    }
  }

  private void skipContent() throws IOException {
    while (contentLeft > 0) {
      readContent(buffer, 0, buffer.length);
    }
    int read = in.readNBytes(buffer, 0, contentPadding);
    position += read;
    refuseUnless(read == contentPadding, Reason.BAD_TAR);
    refuseUnless(isZero(buffer, contentPadding), Reason.PADDING_NOT_ZERO);
    contentPadding = 0;
  }

  private int readContent(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, (int) Math.min(length, contentLeft));
    refuseUnless(read >= 0, Reason.BAD_TAR);
    contentLeft -= read;
    position += read;
    return read;
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    position += block.length;
    refuseUnless(block.length == TarHeader.BLOCK, Reason.BAD_TAR);
    return block;
  }

  private static boolean isZero(byte[] bytes, int length) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= bytes[i];
    }
    return all == 0;
  }

  private static void refuseUnless(boolean holds, Reason reason) throws EnvelopeIOException {
    if (!holds) {
      throw new EnvelopeIOException(reason);
    }
  }

  /** The bytes of one entry; of no use once the reader went on. */
  private final class Content extends InputStream {

    private final int serial;

    Content(int serial) {
      this.serial = serial;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (serial != names.size()) {
        throw new EOFException("the tar reader went on");
      }
      if (length == 0) {
        return 0;
      }
      return contentLeft == 0 ? -1 : readContent(target, offset, length);
    }
  }
}
