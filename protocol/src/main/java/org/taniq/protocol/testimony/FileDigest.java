package org.taniq.protocol.testimony;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.taniq.protocol.Labels;

/**
 * D(content), the digest of a file in a tar, fed piece by piece. SPEC §3.1. Holds 32 bytes for each
 * MiB that was fed. Not thread-safe.
 */
public final class FileDigest {

  /** Bytes of a digest. */
  public static final int BYTES = 32;

  private static final int CHUNK_BYTES = 1 << 20;

  private final MessageDigest chunk = sha256();
  private final ByteArrayOutputStream chunkDigests = new ByteArrayOutputStream();
  private int inChunk;
  private long length;
  private boolean finished;

  /** D of content that is in memory as a whole. */
  public static byte[] of(byte[] content) {
    FileDigest digest = new FileDigest();
    digest.update(content, 0, content.length);
    return digest.finish();
  }

  /** Feeds the next bytes of the content. */
  public void update(byte[] bytes, int offset, int count) {
    if (finished) {
      throw new IllegalStateException("the digest is finished");
    }
    int at = offset;
    int left = count;
    while (left > 0) {
      int step = Math.min(left, CHUNK_BYTES - inChunk);
      chunk.update(bytes, at, step);
      at += step;
      left -= step;
      inChunk += step;
      length += step;
      if (inChunk == CHUNK_BYTES) {
        endChunk();
      }
    }
  }

  /** Bytes fed so far. */
  public long length() {
    return length;
  }

  /** The digest, 32 bytes; nothing can be fed afterwards. */
  public byte[] finish() {
    if (inChunk > 0) {
      endChunk();
    }
    finished = true;
    // SPEC §3.1: SHA-256(L("file") ‖ u64 length ‖ SHA-256(c_0) ‖ …)
    MessageDigest all = sha256();
    all.update(Labels.of("file"));
    all.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    return all.digest(chunkDigests.toByteArray());
  }

  private void endChunk() {
    chunkDigests.writeBytes(chunk.digest());
    inChunk = 0;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
