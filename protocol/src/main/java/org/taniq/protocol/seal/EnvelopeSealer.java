package org.taniq.protocol.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;

/**
 * Begins an envelope, SPEC §2: fresh data key, slots, commitments, header MAC; then a stream takes
 * the padded plaintext. Every call makes a new data key, and nothing here takes one from outside.
 */
public final class EnvelopeSealer {

  private EnvelopeSealer() {}

  /**
   * Begins a TESTIMONY or IDENTITY envelope with the recipients' quorum for it; otherwise as {@link
   * #start(Recipients, Kind, int, byte[], SecureRandom, OutputStream)}.
   */
  public static SealingStream start(
      Recipients recipients, Kind kind, byte[] context, SecureRandom random, OutputStream out)
      throws IOException, EnvelopeException {
    return start(recipients, kind, recipients.quorum(kind), context, random, out);
  }

  /**
   * Writes the header and begins the payload.
   *
   * @param quorum k, 1..n
   * @param context SPEC §2.2, §2.9
   * @param random draws the data key, its shares and the encapsulations
   * @param out takes the envelope; stays open
   * @return takes the padded plaintext; call finish, then close
   * @throws EnvelopeException BAD_RECIPIENT_KEY
   */
  public static SealingStream start(
      Recipients recipients,
      Kind kind,
      int quorum,
      byte[] context,
      SecureRandom random,
      OutputStream out)
      throws IOException, EnvelopeException {
    FixedHeader fixed = new FixedHeader(quorum, recipients.slots(), kind, recipients.keysetId());
    try (Dek dek = Dek.generate(random)) {
      Header header = header(fixed, recipients, context, dek, random);
      out.write(header.bytes());
      return SealingStream.start(header, context, dek, out);
    }
  }

  private static Header header(
      FixedHeader fixed, Recipients recipients, byte[] context, Dek dek, SecureRandom random)
      throws EnvelopeException {
    int n = fixed.slots();
    byte[] bytes = Arrays.copyOf(fixed.bytes(), Header.length(n));
    int commitments = FixedHeader.BYTES + n * Header.SLOT_BYTES;
    byte[] secret = dek.bytes();
    byte[][] shares = Shamir.split(secret, fixed.quorum(), n, random);
    try {
      for (int i = 0; i < n; i++) {
        byte[] info = Binding.info(fixed, context, i);
        byte[] slot = HpkeSeal.seal(recipients.pkR(i), info, shares[i], random);
        put(slot, bytes, FixedHeader.BYTES + i * Header.SLOT_BYTES);
        byte[] commitment = Binding.commitment(fixed, context, i, shares[i]);
        put(commitment, bytes, commitments + i * Header.HASH_BYTES);
      }
    } finally {
      Arrays.fill(secret, (byte) 0);
      for (byte[] share : shares) {
        Arrays.fill(share, (byte) 0);
      }
    }
    int macAt = bytes.length - Header.HASH_BYTES;
    put(dek.headerMac(context, Arrays.copyOf(bytes, macAt)), bytes, macAt);
    return Header.parse(bytes);
  }

  private static void put(byte[] part, byte[] bytes, int at) {
    System.arraycopy(part, 0, bytes, at, part.length);
  }
}
