package org.taniq.protocol.receipt;

import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_CHECK;
import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_GROUP;
import static org.taniq.protocol.receipt.ReceiptException.Reason.BAD_LENGTH;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Labels;
import org.taniq.protocol.signed.SigningKey;

/**
 * What a submitter keeps: 128 random bits, written as 10 groups of 5 digits or as 12 words, and the
 * keys derived from them. SPEC §6. Zeroed in {@link #close}, as far as Java can; the written forms
 * are Strings, because people read them.
 */
public final class ReceiptCode implements Destroyable, AutoCloseable {

  static final int ENTROPY_BYTES = 16;

  private static final int GROUPS = 10;
  private static final int DATA_DIGITS = 4;
  private static final int GROUP_DIGITS = DATA_DIGITS + 1;
  private static final BigInteger MODULUS = BigInteger.valueOf(29);
  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(8 * ENTROPY_BYTES);

  private final byte[] entropy;
  private boolean destroyed;

  private ReceiptCode(byte[] entropy) {
    this.entropy = entropy;
  }

  public static ReceiptCode generate(SecureRandom random) {
    byte[] entropy = new byte[ENTROPY_BYTES];
    random.nextBytes(entropy);
    return new ReceiptCode(entropy);
  }

  /**
   * The code of given bits.
   *
   * @param entropy 16 bytes, copied
   */
  public static ReceiptCode of(byte[] entropy) {
    if (entropy.length != ENTROPY_BYTES) {
      throw new IllegalArgumentException("a receipt code has 16 bytes");
    }
    return new ReceiptCode(entropy.clone());
  }

  /**
   * Reads the digits; spaces, dashes and dots are dropped, any Unicode decimal digit is taken.
   *
   * @throws ReceiptException BAD_LENGTH, BAD_GROUP with the first wrong group, BAD_CHECK
   */
  public static ReceiptCode parse(String text) throws ReceiptException {
    int[] digits = text.codePoints().filter(c -> !isSeparator(c)).map(ReceiptCode::digit).toArray();
    return new ReceiptCode(entropy(digits));
  }

  /**
   * Reads 12 words.
   *
   * @throws ReceiptException BAD_WORDS
   */
  public static ReceiptCode parseWords(String text) throws ReceiptException {
    return new ReceiptCode(Bip39.parse(text));
  }

  /** {@code ddddd-ddddd-…}, ten groups. */
  public String format() {
    BigInteger e = new BigInteger(1, open());
    String data = String.format("%040d", check(entropy).multiply(RADIX).add(e));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      String group = data.substring(i * DATA_DIGITS, (i + 1) * DATA_DIGITS);
      int[] digits = group.chars().map(c -> c - '0').toArray();
      out.append(i == 0 ? "" : "-").append(group).append(Damm.digit(digits, 0, DATA_DIGITS));
    }
    return out.toString();
  }

  /** 12 English words with spaces. */
  public String words() {
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
  public void destroy() {
    Arrays.fill(entropy, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReceiptCode that && MessageDigest.isEqual(entropy, that.entropy);
  }

  /** One value for all: nothing of the code shows in a hash. */
  @Override
  public int hashCode() {
    return Objects.hash(ReceiptCode.class);
  }

  @Override
  public String toString() {
    return "ReceiptCode[REDACTED]";
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

  private byte[] open() {
    if (destroyed) {
      throw new IllegalStateException("the receipt code is closed");
    }
    return entropy;
  }

  private static byte[] entropy(int[] digits) throws ReceiptException {
    if (digits.length != GROUPS * GROUP_DIGITS || Arrays.stream(digits).anyMatch(d -> d < 0)) {
      throw new ReceiptException(BAD_LENGTH);
    }
    BigInteger n = BigInteger.ZERO;
    for (int i = 0; i < GROUPS; i++) {
      if (Damm.digit(digits, i * GROUP_DIGITS, GROUP_DIGITS) != 0) {
        throw new ReceiptException(BAD_GROUP, i + 1);
      }
      for (int j = 0; j < DATA_DIGITS; j++) {
        n = n.multiply(BigInteger.TEN).add(BigInteger.valueOf(digits[i * GROUP_DIGITS + j]));
      }
    }
    BigInteger[] parts = n.divideAndRemainder(RADIX);
    byte[] entropy = toBytes(parts[1]);
    if (!parts[0].equals(check(entropy))) {
      throw new ReceiptException(BAD_CHECK);
    }
    return entropy;
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
  private static BigInteger check(byte[] entropy) {
    return new BigInteger(1, sha256(entropy)).mod(MODULUS);
  }

  private static byte[] toBytes(BigInteger value) {
    byte[] bytes = new byte[ENTROPY_BYTES];
    byte[] signed = value.toByteArray();
    for (int i = 1; i <= Math.min(signed.length, ENTROPY_BYTES); i++) {
      bytes[ENTROPY_BYTES - i] = signed[signed.length - i];
    }
    return bytes;
  }
}
