package org.taniq.protocol.open;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.SealingStream;
import org.taniq.protocol.testimony.FileDigest;

/**
 * Lets the JVM compile what bulk work runs through, by sealing and opening zeros: worth it before
 * hundreds of MiB or hundreds of envelopes, not before a few.
 */
public final class WarmUp {

  private static final int PADDED_BYTES = 1 << 20;

  private WarmUp() {}

  /**
   * Seals and opens envelopes to a key made for it.
   *
   * @param mebibytes how much, each an envelope of its own
   */
  public static void run(int mebibytes, SecureRandom random) {
    try (EpochSecret secret = EpochSecret.generate(random)) {
      Recipients recipients =
          new Recipients(KeysetId.of(new byte[0]), 1, 1, List.of(secret.publicKey()));
      for (int i = 0; i < mebibytes; i++) {
        open(seal(recipients, random), secret);
      }
    } catch (EnvelopeException | IOException e) {
      throw new IllegalStateException("our own envelope in memory", e);
    }
  }

  private static byte[] seal(Recipients recipients, SecureRandom random)
      throws EnvelopeException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(PADDED_BYTES + (1 << 16));
    byte[] context = Binding.noContext();
    try (SealingStream stream =
        EnvelopeSealer.start(recipients, Kind.TESTIMONY, context, random, out)) {
      stream.write(new byte[PADDED_BYTES]);
      stream.finish();
    }
    return out.toByteArray();
  }

  private static void open(byte[] envelope, EpochSecret secret)
      throws EnvelopeException, IOException {
    InputStream in = new ByteArrayInputStream(envelope);
    byte[] context = Binding.noContext();
    Header header = Header.read(in);
    try (Share share = SlotOpener.open(header, context, 0, secret);
        Dek dek = ShareCombiner.combine(header, context, List.of(share));
        InputStream plaintext = PayloadOpener.open(header, context, dek, in)) {
      FileDigest.of(plaintext.readAllBytes());
    }
  }
}
