package org.taniq.server.http;

import java.util.Arrays;
import java.util.Random;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/** Bytes that a server cannot tell from an envelope: a true fixed header, a true length, noise. */
public final class Envelopes {
  public static final KeysetId KEYSET = KeysetId.parse("00112233445566778899aabbccddeeff");

  private Envelopes() {}

  public static byte[] text(long seed) {
    return of(2, 3, Kind.TESTIMONY, KEYSET, Lengths.FLOOR, seed);
  }

  public static byte[] of(int k, int n, Kind kind, KeysetId keyset, long padded, long seed) {
    byte[] bytes = new byte[(int) Lengths.envelopeLength(n, padded)];
    new Random(seed).nextBytes(bytes);
    byte[] h0 = new FixedHeader(k, n, kind, keyset).bytes();
    System.arraycopy(h0, 0, bytes, 0, h0.length);
    return bytes;
  }

  /** With one byte of the header replaced. */
  public static byte[] with(int at, int value) {
    byte[] bytes = text(1);
    bytes[at] = (byte) value;
    return bytes;
  }

  public static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
