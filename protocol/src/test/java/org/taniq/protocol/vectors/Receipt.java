package org.taniq.protocol.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** A receipt code in its two written forms. SPEC §6. */
final class Receipt {

  private static final String[] DAMM = {
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"
  };
  private static final BigInteger RADIX = BigInteger.TWO.pow(128);
  private static final String WORD_LIST_SHA256 =
      "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";

  private Receipt() {}

  /** c = SHA-256(E) mod 29. */
  static int check(byte[] e) {
    return new BigInteger(1, Hashes.sha256(e)).mod(BigInteger.valueOf(29)).intValue();
  }

  static BigInteger number(int c, byte[] e) {
    return RADIX.multiply(BigInteger.valueOf(c)).add(new BigInteger(1, e));
  }

  static String code(byte[] e) {
    return code(number(check(e), e));
  }

  /** Ten groups of any number below 10^40, each with its right check digit. */
  static String code(BigInteger n) {
    String digits = String.format("%040d", n);
    StringJoiner groups = new StringJoiner("-");
    for (int at = 0; at < 40; at += 4) {
      String group = digits.substring(at, at + 4);
      groups.add(group + damm(group));
    }
    return groups.toString();
  }

  static int damm(String digits) {
    int interim = 0;
    for (char digit : digits.toCharArray()) {
      interim = DAMM[interim].charAt(digit - '0') - '0';
    }
    return interim;
  }

  /** BIP39 of 128 bits: 132 bits with four of SHA-256, 11 a word. */
  static String words(byte[] e) {
    BigInteger bits =
        new BigInteger(1, e).shiftLeft(4).or(BigInteger.valueOf(Hashes.sha256(e)[0] >> 4 & 15));
    StringJoiner words = new StringJoiner(" ");
    for (int i = 11; i >= 0; i--) {
      int index = bits.shiftRight(11 * i).and(BigInteger.valueOf(2047)).intValue();
      words.add(wordList().get(index));
    }
    return words.toString();
  }

  static List<String> wordList() {
    try (InputStream in =
        Receipt.class.getResourceAsStream("/org/taniq/protocol/receipt/bip39-english.txt")) {
      byte[] bytes = in.readAllBytes();
      if (!Bytes.hex(Hashes.sha256(bytes)).equals(WORD_LIST_SHA256)) {
        throw new IllegalStateException("not BIP39's English list");
      }
      return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
