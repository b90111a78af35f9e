package org.taniq.cli.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;

/**
 * The sealed content of an item: Tink's AES256-GCM-HKDF stream with 64 KiB segments, as SPEC §2.6,
 * under the item's own key. What is read may be used only after the end was reached: a cut or
 * altered stream is found at the segment where it happened.
 */
final class ItemStream {
  private static final int SEGMENT_BYTES = 1 << 16;

  private ItemStream() {}

  /** Seals what is written to it; closing writes the last segment and closes nothing below. */
  static OutputStream seal(byte[] itemKey, byte[] aad, OutputStream out) throws IOException {
    try {
      return stream(itemKey).newEncryptingStream(new Unclosed(out), aad);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM and HMAC-SHA256", e);
    }
  }

  /** Opens; reads throw {@link VaultIOException} ITEM_DAMAGED where the stream is not as sealed. */
  static InputStream open(byte[] itemKey, byte[] aad, InputStream in) throws IOException {
    try {
      return new Judged(stream(itemKey).newDecryptingStream(in, aad));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM and HMAC-SHA256", e);
    }
  }

  private static AesGcmHkdfStreaming stream(byte[] itemKey)
      throws InvalidAlgorithmParameterException {
    return new AesGcmHkdfStreaming(itemKey, "HmacSha256", VaultKey.BYTES, SEGMENT_BYTES, 0);
  }

  /** The pack goes on after the item's stream ended. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
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

  /** Tink's exceptions tell the state of its buffers; ours tell the reason. */
  private static final class Judged extends FilterInputStream {
    Judged(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        throw new VaultIOException(VaultException.Reason.ITEM_DAMAGED);
      }
    }

    @Override
    public long skip(long n) throws IOException {
      try {
        return in.skip(n);
      } catch (IOException e) {
        throw new VaultIOException(VaultException.Reason.ITEM_DAMAGED);
      }
    }
  }
}
