package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/** The payload stream of SPEC §2.6, with given salt and nonce prefix, over given pieces. */
final class StreamWriter {

  static final int FIRST_PIECE_BYTES = 65480;
  static final int PIECE_BYTES = 65520;

  private StreamWriter() {}

  /** The pieces as SPEC cuts them: full ones, then a last one that is never empty. */
  static List<byte[]> pieces(byte[] plaintext) {
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    do {
      int end = Math.min(plaintext.length, at + (at == 0 ? FIRST_PIECE_BYTES : PIECE_BYTES));
      pieces.add(Bytes.slice(plaintext, at, end));
      at = end;
    } while (at < plaintext.length);
    return pieces;
  }

  /**
   * Seals pieces that may be cut in another way than SPEC asks.
   *
   * @param key 32 bytes
   * @param salt 32 bytes
   * @param prefix 7 bytes
   */
  static byte[] seal(byte[] key, byte[] aad, byte[] salt, byte[] prefix, List<byte[]> pieces) {
    byte[] segmentKey = Hashes.hkdf(key, salt, aad, 32);
    byte[] stream = Bytes.join(Bytes.u8(40), salt, prefix);
    for (int j = 0; j < pieces.size(); j++) {
      int last = j == pieces.size() - 1 ? 1 : 0;
      byte[] nonce = Bytes.join(prefix, Bytes.u32(j), Bytes.u8(last));
      stream = Bytes.join(stream, Gcm.seal(segmentKey, nonce, pieces.get(j)));
    }
    return stream;
  }
}
