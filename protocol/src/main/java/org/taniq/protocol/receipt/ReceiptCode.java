package org.taniq.protocol.receipt;

import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_CHECK;
import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_GROUP;
import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_LENGTH;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Labels;
import org.taniq.protocol.Secret;
import org.taniq.protocol.signed.SigningKey;

/**
 * What a submitter keeps: 128 random bits, written as 10 groups of 5 digits or as 12 words, and the
 * keys derived from them. SPEC §6. Its written forms are characters that whoever has them zeroes.
 */
public final class ReceiptCode extends Secret {

  static final int ENTROPY_BYTES = 16;

  private static final int GROUPS = 10;
  private static final int DATA_DIGITS = 4;
  private static final int GROUP_DIGITS = DATA_DIGITS + 1;
  private static final int DATA = GROUPS * DATA_DIGITS; // 40
  private static final int MODULUS = 29;

  private ReceiptCode(byte[] entropy) {
    super(entropy, ENTROPY_BYTES);
  }

  /** Takes bytes that nobody else needs, and zeroes them. */
  private static ReceiptCode taking(byte[] entropy) {
    try {
      return new ReceiptCode(entropy);
    } finally {
      Arrays.fill(entropy, (byte) 0);
    }
  }

  public static ReceiptCode generate(SecureRandom random) {
    byte[] entropy = new byte[ENTROPY_BYTES];
    random.nextBytes(entropy);
    return taking(entropy);
  }

  /**
   * The code of given bits.
   *
   * @param entropy 16 bytes, copied
   */
  public static ReceiptCode of(byte[] entropy) {
    return new ReceiptCode(entropy);
  }

  /**
   * Reads the digits; spaces, dashes and dots are dropped, any Unicode decimal digit is taken.
   *
   * @param text as typed: a buffer over characters that the caller zeroes
   * @throws ReceiptException BAD_LENGTH, BAD_GROUP with the first wrong group, BAD_CHECK
   */
  public static ReceiptCode parse(CharSequence text) throws ReceiptException {
    int[] digits = text.codePoints().filter(c -> !isSeparator(c)).map(ReceiptCode::digit).toArray();
    try {
      return taking(entropy(digits));
    } finally {
      Arrays.fill(digits, 0);
    }
  }

  /**
   * Reads 12 words.
   *
   * @param text as {@link #parse}
   * @throws ReceiptException BAD_WORDS
   */
  public static ReceiptCode parseWords(CharSequence text) throws ReceiptException {
    return taking(Bip39.parse(text));
  }

  /** {@code ddddd-ddddd-…}, ten groups: 59 characters, which the caller zeroes. */
  public char[] format() {
    int[] digits = dataDigits();
    char[] out = new char[GROUPS * (GROUP_DIGITS + 1) - 1];
    for (int i = 0; i < GROUPS; i++) {
      int at = i * (GROUP_DIGITS + 1);
      if (i > 0) {
        out[at - 1] = '-';
      }
      for (int j = 0; j < DATA_DIGITS; j++) {
        out[at + j] = (char) ('0' + digits[i * DATA_DIGITS + j]);
      }
      out[at + DATA_DIGITS] = (char) ('0' + Damm.digit(digits, i * DATA_DIGITS, DATA_DIGITS));
    }
    Arrays.fill(digits, 0);
    return out;
  }

  /** N = c·2^128 + E as 40 decimal digits, the caller's to zero. */
  private int[] dataDigits() {
    byte[] n = new byte[1 + ENTROPY_BYTES];
    n[0] = (byte) check(open());
    System.arraycopy(open(), 0, n, 1, ENTROPY_BYTES);
    int[] digits = new int[DATA];
    for (int i = DATA - 1; i >= 0; i--) {
      int rest = 0;
      for (int j = 0; j < n.length; j++) {
        int value = rest << 8 | Byte.toUnsignedInt(n[j]);
        n[j] = (byte) (value / 10);
        rest = value % 10;
      }
      digits[i] = rest;
    }
    Arrays.fill(n, (byte) 0);
    return digits;
  }

  /** 12 English words with spaces, which the caller zeroes. */
  public char[] words() {
    return Bip39.words(open());
  }

  /**
   * The reply key, 32 bytes, the caller's to zero.
   *
   * @param instance 32 bytes
   */
  public byte[] replyKey(byte[] instance) {
    return derive("reply", instance);
  }

  /**
   * The key that signs the thread; the caller closes it.
   *
   * @param instance 32 bytes
   */
  public SigningKey threadKey(byte[] instance) {
    byte[] seed = derive("thread-key", instance);
    try {
      return new SigningKey(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReceiptCode that && same(that);
  }

  /** One value for all: nothing of the code shows in a hash. */
  @Override
  public int hashCode() {
    return Objects.hash(ReceiptCode.class);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // SPEC §6: HKDF(E, L(purpose) ‖ instance), empty salt
  private byte[] derive(String purpose, byte[] instance) {
    if (instance.length != 32) {
      throw new IllegalArgumentException("an instance has 32 bytes");
    }
    byte[] label = Labels.of(purpose);
    byte[] info = Arrays.copyOf(label, label.length + instance.length);
    System.arraycopy(instance, 0, info, label.length, instance.length);
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(open(), null, info));
    byte[] key = new byte[32];
    hkdf.generateBytes(key, 0, key.length);
    return key;
  }

  private static byte[] entropy(int[] digits) throws ReceiptException {
    if (digits.length != GROUPS * GROUP_DIGITS || Arrays.stream(digits).anyMatch(d -> d < 0)) {
      throw new ReceiptException(BAD_LENGTH);
    }
    byte[] n = new byte[1 + ENTROPY_BYTES];
    try {
      for (int i = 0; i < GROUPS; i++) {
        if (Damm.digit(digits, i * GROUP_DIGITS, GROUP_DIGITS) != 0) {
          throw new ReceiptException(BAD_GROUP, i + 1);
        }
        for (int j = 0; j < DATA_DIGITS; j++) {
          appendDigit(n, digits[i * GROUP_DIGITS + j]);
        }
      }
      byte[] entropy = Arrays.copyOfRange(n, 1, n.length);
      if (Byte.toUnsignedInt(n[0]) != check(entropy)) {
        Arrays.fill(entropy, (byte) 0);
        throw new ReceiptException(BAD_CHECK);
      }
      return entropy;
    } finally {
      Arrays.fill(n, (byte) 0);
    }
  }

  /** n = 10 n + digit; 10^40 needs less than 17 bytes. */
  private static void appendDigit(byte[] n, int digit) {
    int carry = digit;
    for (int i = n.length - 1; i >= 0; i--) {
      int value = 10 * Byte.toUnsignedInt(n[i]) + carry;
      n[i] = (byte) value;
      carry = value >> 8;
    }
  }

  /** White space, dashes, dots and invisible marks, as they come from paper and phones. */
  private static boolean isSeparator(int c) {
    int type = Character.getType(c);
    return c == '.'
        || c == 0x2212 // minus sign
        || type == Character.DASH_PUNCTUATION
        || type == Character.FORMAT
        || isWhiteSpace(c);
  }

  /** Unicode's property White_Space. */
  static boolean isWhiteSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  /** Its value, or -1 for what is no decimal digit. */
  private static int digit(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? Character.digit(c, 10) : -1;
  }

  /** c = SHA-256(E) mod 29. */
  private static int check(byte[] entropy) {
    int rest = 0;
    for (byte b : sha256(entropy)) {
      rest = (rest << 8 | Byte.toUnsignedInt(b)) % MODULUS;
    }
    return rest;
  }
}
