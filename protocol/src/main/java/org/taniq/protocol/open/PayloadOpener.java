package org.taniq.protocol.open;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;

/** Opens the payload stream, SPEC §2.6, by Tink, in constant memory; step 6 of §2.8. */
public final class PayloadOpener {

  /** Tink's names for the stream of SPEC §2.6. */
  private static final String HKDF_ALG = "HmacSha256";

  private static final int DERIVED_KEY_BYTES = 32;
  private static final int SEGMENT_BYTES = 65536;
  private static final int FIRST_SEGMENT_OFFSET = 0;

  private PayloadOpener() {}

  /**
   * Begins to open a payload.
   *
   * <p>WARNING: each byte read is authentic, but that the plaintext is whole is known only once the
   * stream has ended without an exception. Write to a temporary place until then.
   *
   * @param context SPEC §2.2
   * @param dek of this header; may be closed when this returns
   * @param afterHeader the envelope from the byte after the header to its end; not closed by
   *     closing the plaintext
   * @return the padded plaintext; reading throws EnvelopeIOException PAYLOAD_TAMPERED, any other
   *     IOException is afterHeader's
   */
  public static InputStream open(Header header, byte[] context, Dek dek, InputStream afterHeader)
      throws IOException {
    byte[] key = dek.payloadKey();
    Source source = new Source(afterHeader);
    try {
      AesGcmHkdfStreaming tink =
          new AesGcmHkdfStreaming(
              key, HKDF_ALG, DERIVED_KEY_BYTES, SEGMENT_BYTES, FIRST_SEGMENT_OFFSET);
      InputStream plaintext = tink.newDecryptingStream(source, Dek.payloadAad(context, header));
      return new Plaintext(plaintext, source);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Tink's stream with its exceptions, which dump its state, turned into ours. */
  private static final class Plaintext extends InputStream {

    private final InputStream tink;
    private final Source source;
    private boolean failed;

    Plaintext(InputStream tink, Source source) {
      this.tink = tink;
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (failed) {
        throw new EnvelopeIOException(Reason.PAYLOAD_TAMPERED);
      }
      if (length == 0) {
        return 0;
      }
      try {
        return tink.read(target, offset, length);
      } catch (IOException refusal) {
        failed = true;
        IOException ofTheSource = source.failure;
        throw ofTheSource != null ? ofTheSource : new EnvelopeIOException(Reason.PAYLOAD_TAMPERED);
      }
    }

    @Override
    public void close() throws IOException {
      tink.close();
    }
  }

  /** Remembers its own failures, to tell a broken disk from a broken envelope. */
  private static final class Source extends FilterInputStream {

    @Nullable IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() {
      // The caller's stream stays open.
    }
  }
}
