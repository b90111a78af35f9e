package org.taniq.protocol.receipt;

import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_WORDS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** 16 bytes as 12 words of BIP 39's English list. */
final class Bip39 {

  private static final int WORDS = 12;
  private static final int LONGEST = 8;
  private static final int BITS = 11;
  private static final int CHECK_BITS = 4; // 12 · 11 = 128 + 4
  private static final List<String> LIST = load();

  private Bip39() {}

  static char[] words(byte[] entropy) {
    byte[] bits = Arrays.copyOf(entropy, ReceiptCode.ENTROPY_BYTES + 1);
    bits[ReceiptCode.ENTROPY_BYTES] = check(entropy);
    CharBuffer words = CharBuffer.allocate(WORDS * (LONGEST + 1));
    for (int i = 0; i < WORDS; i++) {
      int index = 0;
      for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
        index = index << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1);
      }
      words.put(i == 0 ? "" : " ").put(LIST.get(index));
    }
    Arrays.fill(bits, (byte) 0);
    char[] out = Arrays.copyOf(words.array(), words.position());
    Arrays.fill(words.array(), '\0');
    return out;
  }

  /**
   * Reads 12 words, in any letter case, between any white space.
   *
   * @return 16 bytes, the caller's to zero
   * @throws ReceiptException BAD_WORDS
   */
  static byte[] parse(CharSequence text) throws ReceiptException {
    byte[] bits = new byte[ReceiptCode.ENTROPY_BYTES + 1];
    try {
      int at = 0;
      for (int i = 0; i < WORDS; i++) {
        int start = skip(text, at, true);
        at = skip(text, start, false);
        int index = find(text, start, at);
        for (int j = 0; j < BITS; j++) {
          int bit = i * BITS + j;
          bits[bit / 8] |= (byte) ((index >> (BITS - 1 - j) & 1) << (7 - bit % 8));
        }
      }
      byte[] entropy = Arrays.copyOf(bits, ReceiptCode.ENTROPY_BYTES);
      if (skip(text, at, true) != text.length()
          || bits[ReceiptCode.ENTROPY_BYTES] != check(entropy)) {
        Arrays.fill(entropy, (byte) 0);
        throw new ReceiptException(BAD_WORDS);
      }
      return entropy;
    } finally {
      Arrays.fill(bits, (byte) 0);
    }
  }

  /** The first place from here on that is not white space, or that is. */
  private static int skip(CharSequence text, int from, boolean space) {
    int at = from;
    while (at < text.length() && ReceiptCode.isWhiteSpace(text.charAt(at)) == space) {
      at++;
    }
    return at;
  }

  private static int find(CharSequence text, int start, int end) throws ReceiptException {
    for (int index = 0; index < LIST.size(); index++) {
      if (matches(LIST.get(index), text, start, end)) {
        return index;
      }
    }
    throw new ReceiptException(BAD_WORDS);
  }

  private static boolean matches(String word, CharSequence text, int start, int end) {
    if (word.length() != end - start) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = text.charAt(start + i);
      // The dotted capital I becomes two characters, so no letter of a word.
      if (c == '\u0130' || word.charAt(i) != Character.toLowerCase(c)) {
        return false;
      }
    }
    return true;
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
