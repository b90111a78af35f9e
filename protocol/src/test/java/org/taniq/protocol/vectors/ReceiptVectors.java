package org.taniq.protocol.vectors;

import java.math.BigInteger;
import java.util.Locale;

/** vectors/receipt: what people type, and what follows from it. SPEC §6. */
final class ReceiptVectors {

  private static final byte[] E = new Seed("receipt").bytes("entropy", 16);

  private final VectorSet set;

  ReceiptVectors(VectorSet set) {
    this.set = set;
    right();
    spelled();
    wrong();
    words();
  }

  private void ok(String name, String comment, String form, byte[] e, String typed) {
    byte[] instance = TestimonyDraft.INSTANCE;
    byte[] seed = Hashes.hkdf(e, Bytes.join(Hashes.label("thread-key"), instance));
    set.add(
        new Vector("receipt/" + name + ".vec", "OK", comment)
            .line("form", form)
            .line("instance", Bytes.hex(instance))
            .line("entropy", Bytes.hex(e))
            .line("code", Receipt.code(e))
            .line("words", Receipt.words(e))
            .line("reply", Bytes.hex(Hashes.hkdf(e, Bytes.join(Hashes.label("reply"), instance))))
            .line("thread-seed", Bytes.hex(seed))
            .line("thread-public", Bytes.hex(new Signer(seed).publicKey()))
            .payload(Bytes.utf8(typed)));
  }

  private void refused(String name, String expect, String comment, String form, String typed) {
    set.add(
        new Vector("receipt/" + name + ".vec", expect, comment)
            .line("form", form)
            .payload(Bytes.utf8(typed)));
  }

  private void right() {
    ok("ok", "as printed", "digits", E, Receipt.code(E));
    ok("ok-zeros", "all bits 0", "digits", new byte[16], Receipt.code(new byte[16]));
    byte[] ones = Bytes.unhex("ff".repeat(16));
    ok("ok-ones", "all bits 1", "digits", ones, Receipt.code(ones));
  }

  private void spelled() {
    String code = Receipt.code(E);
    ok("ok-no-dashes", "digits alone", "digits", E, code.replace("-", ""));
    ok(
        "ok-spaces",
        "spaces of several kinds, a line end",
        "digits",
        E,
        " "
            + code.replaceFirst("-", "\u00a0")
                .replaceFirst("-", "\u2009")
                .replaceFirst("-", "\t")
                .replace("-", "  ")
            + "\n");
    ok("ok-dots", "dots", "digits", E, code.replace("-", "."));
    ok(
        "ok-other-dashes",
        "an en dash, a minus sign, a hyphen",
        "digits",
        E,
        code.replaceFirst("-", "\u2013").replaceFirst("-", "\u2212").replaceFirst("-", "\u2010"));
    ok("ok-arabic-indic", "U+0660 and on", "digits", E, shifted(code, '\u0660'));
    ok("ok-persian", "U+06F0 and on", "digits", E, shifted(code, '\u06f0'));
    ok("ok-full-width", "U+FF10 and on", "digits", E, shifted(code, '\uff10'));
    ok(
        "ok-marks",
        "right-to-left and zero-width marks",
        "digits",
        E,
        "\u202b" + code.replaceFirst("-", "\u200f-\u200b") + "\u202c");
  }

  private static String shifted(String code, char zero) {
    StringBuilder out = new StringBuilder();
    for (char c : code.toCharArray()) {
      out.append(c == '-' ? c : (char) (zero + c - '0'));
    }
    return out.toString();
  }

  private void wrong() {
    String code = Receipt.code(E);
    refused("length-empty", "BAD_LENGTH", "nothing typed", "digits", "");
    refused(
        "length-49",
        "BAD_LENGTH",
        "a digit is missing",
        "digits",
        code.substring(0, code.length() - 1));
    refused("length-51", "BAD_LENGTH", "a digit too many", "digits", code + "0");
    refused("length-letter", "BAD_LENGTH", "O for 0", "digits", "O" + code.substring(1));
    refused("length-letter-more", "BAD_LENGTH", "a letter beside 50 digits", "digits", code + "x");
    refused(
        "length-roman",
        "BAD_LENGTH",
        "a Roman numeral is no decimal digit",
        "digits",
        "\u2164" + code.substring(1));
    refused(
        "length-superscript",
        "BAD_LENGTH",
        "a superscript is no decimal digit",
        "digits",
        "\u00b2" + code.substring(1));
    for (int group : new int[] {1, 2, 10}) {
      int at = (group - 1) * 6;
      char digit = code.charAt(at + 1);
      String typed =
          code.substring(0, at + 1)
              + (char) ('0' + (digit - '0' + 1) % 10)
              + code.substring(at + 2);
      set.add(
          new Vector("receipt/group-" + group + ".vec", "BAD_GROUP", "one digit of a group")
              .line("form", "digits")
              .line("group", group)
              .payload(Bytes.utf8(typed)));
    }
    int pair = 0;
    while (code.charAt(pair) == code.charAt(pair + 1)
        || code.charAt(pair) == '-'
        || code.charAt(pair + 1) == '-') {
      pair++;
    }
    String swapped =
        code.substring(0, pair)
            + code.charAt(pair + 1)
            + code.charAt(pair)
            + code.substring(pair + 2);
    set.add(
        new Vector("receipt/group-swapped.vec", "BAD_GROUP", "two neighbours changed places")
            .line("form", "digits")
            .line("group", pair / 6 + 1)
            .payload(Bytes.utf8(swapped)));
    String[] groups = code.split("-");
    String exchanged = String.join("-", groups[0], groups[2], groups[1]) + code.substring(17);
    refused(
        "check-groups-exchanged", "BAD_CHECK", "two groups changed places", "digits", exchanged);
    refused(
        "check-c",
        "BAD_CHECK",
        "another c",
        "digits",
        Receipt.code(Receipt.number((Receipt.check(E) + 1) % 29, E)));
    refused(
        "check-c-29",
        "BAD_CHECK",
        "c + 29 does not fit 40 digits' rule",
        "digits",
        Receipt.code(Receipt.number(29, E)));
    refused(
        "check-largest",
        "BAD_CHECK",
        "forty nines",
        "digits",
        Receipt.code(BigInteger.TEN.pow(40).subtract(BigInteger.ONE)));
  }

  private void words() {
    String words = Receipt.words(E);
    ok("ok-words", "twelve words", "words", E, words);
    ok(
        "ok-words-upper",
        "upper case, several spaces",
        "words",
        E,
        "  " + words.toUpperCase(Locale.ROOT).replace(" ", "  ") + "\n");
    ok(
        "ok-words-spaces",
        "no-break spaces and a next-line character",
        "words",
        E,
        words.replace(" ", "\u00a0").replaceFirst("\u00a0", "\u0085"));
    refused(
        "words-control",
        "BAD_WORDS",
        "a separator that is no white space",
        "words",
        words.replaceFirst(" ", "\u001f"));
    ok("ok-words-zeros", "all bits 0", "words", new byte[16], Receipt.words(new byte[16]));
    String[] list = words.split(" ");
    refused(
        "words-11",
        "BAD_WORDS",
        "a word is missing",
        "words",
        words.substring(words.indexOf(' ') + 1));
    refused("words-13", "BAD_WORDS", "a word too many", "words", words + " abandon");
    refused(
        "words-unknown",
        "BAD_WORDS",
        "a word that is not in the list",
        "words",
        words.replaceFirst(list[0], "taniq"));
    refused(
        "words-check",
        "BAD_WORDS",
        "the last four bits are wrong",
        "words",
        words.substring(0, words.lastIndexOf(' ') + 1) + otherLast(list[11]));
    refused("words-empty", "BAD_WORDS", "nothing typed", "words", "");
  }

  /** The last word with another check. */
  private static String otherLast(String last) {
    int index = Receipt.wordList().indexOf(last);
    return Receipt.wordList().get(index ^ 1);
  }
}
