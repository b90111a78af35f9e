package org.taniq.protocol.receipt;

import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_WORDS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** 16 bytes as 12 words of BIP 39's English list. */
final class Bip39 {

  private static final int WORDS = 12;
  private static final int BITS = 11;
  private static final int CHECK_BITS = 4; // 12 · 11 = 128 + 4
  private static final List<String> LIST = load();

  private Bip39() {}

  static String words(byte[] entropy) {
    byte[] bits = Arrays.copyOf(entropy, ReceiptCode.ENTROPY_BYTES + 1);
    bits[ReceiptCode.ENTROPY_BYTES] = check(entropy);
    String[] words = new String[WORDS];
    for (int i = 0; i < WORDS; i++) {
      int index = 0;
      for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
        index = index << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1);
      }
      words[i] = LIST.get(index);
    }
    Arrays.fill(bits, (byte) 0);
    return String.join(" ", words);
  }

  /**
   * Reads 12 words, in any letter case, between any white space.
   *
   * @return 16 bytes, the caller's to zero
   * @throws ReceiptException BAD_WORDS
   */
  static byte[] parse(String text) throws ReceiptException {
    String[] words = split(text.toLowerCase(Locale.ROOT));
    if (words.length != WORDS) {
      throw new ReceiptException(BAD_WORDS);
    }
    byte[] bits = new byte[ReceiptCode.ENTROPY_BYTES + 1];
    for (int i = 0; i < WORDS; i++) {
      int index = LIST.indexOf(words[i]);
      if (index < 0) {
        throw new ReceiptException(BAD_WORDS);
      }
      for (int j = 0; j < BITS; j++) {
        int bit = i * BITS + j;
        bits[bit / 8] |= (byte) ((index >> (BITS - 1 - j) & 1) << (7 - bit % 8));
      }
    }
    byte[] entropy = Arrays.copyOf(bits, ReceiptCode.ENTROPY_BYTES);
    if (bits[ReceiptCode.ENTROPY_BYTES] != check(entropy)) {
      throw new ReceiptException(BAD_WORDS);
    }
    return entropy;
  }

  private static String[] split(String text) {
    int[] spaced = text.codePoints().map(c -> ReceiptCode.isWhiteSpace(c) ? ' ' : c).toArray();
    return Arrays.stream(new String(spaced, 0, spaced.length).split(" "))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }

  /** The first 4 bits of SHA-256, at the top of a byte. */
  private static byte check(byte[] entropy) {
    return (byte) (ReceiptCode.sha256(entropy)[0] & (0xff << (8 - CHECK_BITS)));
  }

  private static List<String> load() {
    try (InputStream in = Bip39.class.getResourceAsStream("bip39-english.txt")) {
      if (in == null) {
        throw new IllegalStateException("the word list is not in the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("the word list cannot be read", e);
    }
  }
}
