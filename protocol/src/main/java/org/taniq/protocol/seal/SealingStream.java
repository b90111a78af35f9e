package org.taniq.protocol.seal;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/**
 * Takes the padded plaintext of one envelope and writes its payload stream, SPEC §2.6, by Tink, in
 * constant memory. Not thread-safe.
 *
 * <p>The bytes count as an envelope only after {@link #finish}. Closing without it abandons the
 * envelope: the last segment is never written, so that no cut-off testimony passes for a whole one.
 * There is no way to seal a segment twice: no seeking, no restart, no key to begin again with. The
 * stream underneath stays open.
 */
public final class SealingStream extends OutputStream {

  /** Tink's names for the stream of SPEC §2.6. */
  private static final String HKDF_ALG = "HmacSha256";

  private static final int DERIVED_KEY_BYTES = 32;
  private static final int SEGMENT_BYTES = 65536;
  private static final int FIRST_SEGMENT_OFFSET = 0;

  private enum State {
    OPEN,
    FINISHED,
    ABANDONED
  }

  private final Header header;
  private final OutputStream payload;
  private long written;
  private State state = State.OPEN;

  private SealingStream(Header header, OutputStream payload) {
    this.header = header;
    this.payload = payload;
  }

  static SealingStream start(Header header, byte[] context, Dek dek, OutputStream out)
      throws IOException {
    byte[] key = dek.payloadKey();
    try {
      AesGcmHkdfStreaming tink =
          new AesGcmHkdfStreaming(
              key, HKDF_ALG, DERIVED_KEY_BYTES, SEGMENT_BYTES, FIRST_SEGMENT_OFFSET);
      OutputStream payload =
          tink.newEncryptingStream(new StaysOpen(out), Dek.payloadAad(context, header));
      return new SealingStream(header, payload);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The header that was written. */
  public Header header() {
    return header;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    state = State.ABANDONED;
    payload.write(bytes, offset, length);
    written += length;
    state = State.OPEN;
  }

  /**
   * Writes the last segment.
   *
   * @throws IllegalStateException if the plaintext is not of a padded size; the envelope is
   *     abandoned
   */
  public void finish() throws IOException {
    requireOpen();
    state = State.ABANDONED;
    boolean identity = header.fixed().kind() == Kind.IDENTITY;
    if (!Lengths.isPadded(written) && !(identity && written == Lengths.IDENTITY_PADDED)) {
      throw new IllegalStateException("the plaintext is not padded");
    }
    payload.close();
    state = State.FINISHED;
  }

  /**
   * Closes a finished envelope.
   *
   * @throws IOException if it was not finished: what was written so far is no envelope
   */
  @Override
  public void close() throws IOException {
    if (state != State.FINISHED) {
      state = State.ABANDONED;
      throw new IOException("the envelope was abandoned");
    }
  }

  private void requireOpen() throws IOException {
    if (state != State.OPEN) {
      throw new IOException("the envelope is finished or abandoned");
    }
  }

  /** Keeps Tink's close from closing the caller's stream, and its single bytes out of it. */
  private static final class StaysOpen extends FilterOutputStream {

    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
