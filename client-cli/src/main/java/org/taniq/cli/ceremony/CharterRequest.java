package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.CustodianCard;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.Charter;

/**
 * The commented text file from which a charter is made: {@code name = value} lines; {@code person}
 * and {@code recovery} may stand several times and name custodian cards, SPEC §7.5, relative to the
 * request.
 */
final class CharterRequest {
  private static final int MAX_BYTES = 1 << 16;
  private static final List<String> SINGLE =
      List.of(
          "organisation",
          "contact",
          "issued",
          "counts-from",
          "expires",
          "threshold",
          "bulletin-threshold",
          "recovery-threshold",
          "demo");

  private final Path file;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Charter.Person> people = new ArrayList<>();
  private final List<Bytes> recovery = new ArrayList<>();

  private CharterRequest(Path file) {
    this.file = file;
  }

  /**
   * Reads a request with its cards.
   *
   * @throws Refusal REQUEST_LINE with the line's number, BAD_CARD
   */
  static CharterRequest read(Path file) throws Refusal, IOException {
    CharterRequest request = new CharterRequest(file);
    String text;
    try {
      text = Spelling.parseUtf8(DocumentFile.bytes(file, MAX_BYTES));
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.REQUEST_LINE, file, 1);
    }
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String plain = line.strip();
      if (!plain.isEmpty() && !plain.startsWith("#")) {
        request.line(plain, number);
      }
    }
    return request;
  }

  private void line(String line, int number) throws Refusal, IOException {
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals).strip();
    String value = line.substring(equals + 1).strip();
    if (value.isEmpty()) {
      throw bad(number);
    }
    if (name.equals("person")) {
      person(value.split("\\|", -1), number);
    } else if (name.equals("recovery")) {
      recovery.add(card(value).key());
    } else if (!SINGLE.contains(name) || values.put(name, value) != null) {
      throw bad(number);
    } else {
      lines.put(name, number);
    }
  }

  private void person(String[] parts, int number) throws Refusal, IOException {
    if (parts.length != 3 || parts[0].isBlank()) {
      throw bad(number);
    }
    List<Charter.Role> roles = new ArrayList<>();
    for (String word : parts[2].split(",", -1)) {
      try {
        roles.add(Charter.Role.valueOf(word.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw bad(number);
      }
    }
    people.add(new Charter.Person(parts[0].strip(), card(parts[1].strip()).key(), roles));
  }

  private CustodianCard card(String name) throws Refusal, IOException {
    Path card = file.resolveSibling(FileNames.path(name));
    try {
      return CustodianCard.parse(DocumentFile.bytes(card, CustodianCard.MAX_BYTES));
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.BAD_CARD, card);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new Refusal(TerminalProblem.FILE_MISSING, card);
    }
  }

  /**
   * The charter that is asked for.
   *
   * @param number its place in the chain
   * @param previous SHA-256 of the one before, null for number 0
   * @param demo as the chain's, null for what the request says
   */
  Charter charter(int number, @Nullable Bytes previous, LocalDate today, @Nullable Boolean demo)
      throws Refusal {
    LocalDate issued = date("issued", today);
    return new Charter(
        number,
        previous,
        issued,
        date("counts-from", issued),
        date("expires", issued.plusDays(Charter.MAX_DAYS - 1L)),
        demo == null ? flag("demo") : demo,
        new Charter.Organisation(text("organisation"), text("contact")),
        people,
        number("threshold", null),
        number("bulletin-threshold", null),
        new Charter.Recovery(
            recovery, number("recovery-threshold", recovery.isEmpty() ? 0 : null)));
  }

  private String text(String name) throws Refusal {
    String value = values.get(name);
    if (value == null) {
      throw new Refusal(CeremonyProblem.REQUEST_MISSING, file, name);
    }
    return value;
  }

  private LocalDate date(String name, LocalDate otherwise) throws Refusal {
    String value = values.get(name);
    try {
      return value == null ? otherwise : LocalDate.parse(value);
    } catch (DateTimeException e) {
      throw bad(lines.getOrDefault(name, 0));
    }
  }

  private int number(String name, @Nullable Integer otherwise) throws Refusal {
    if (otherwise != null && !values.containsKey(name)) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw bad(lines.getOrDefault(name, 0));
    }
  }

  private boolean flag(String name) throws Refusal {
    String value = values.getOrDefault(name, "no");
    if (!value.equals("yes") && !value.equals("no")) {
      throw bad(lines.getOrDefault(name, 0));
    }
    return value.equals("yes");
  }

  private Refusal bad(int number) {
    return new Refusal(CeremonyProblem.REQUEST_LINE, file, number);
  }

  /** A request to fill in. */
  static byte[] template() {
    return """
        # Request for a charter of Taniq. Lines: name = value. A line that starts with # says nothing.
        organisation = NAME
        contact = HOW TO REACH IT
        # Who takes part: name | custodian card | roles. The card: taniq keyring show --public --out FILE
        # signer: signs charters, keysets, the site. custodian: opens testimony. publisher: signs bulletins.
        person = NAME 1 | one.custodian.json | signer, custodian, publisher
        person = NAME 2 | two.custodian.json | signer, custodian, publisher
        # How many signers a charter, keyset or site needs; how many publishers a bulletin needs.
        threshold = 2
        bulletin-threshold = 1
        # Keys kept far away, that can only replace the charter, after 14 days in public. May be left out.
        # recovery = safe.custodian.json
        # recovery-threshold = 1
        # Dates may be left out: issued today, counts at once, expires after two years.
        # issued = YYYY-MM-DD
        # counts-from = YYYY-MM-DD
        # expires = YYYY-MM-DD
        # For demonstrations alone: every program then asks for --demo.
        # demo = no
        """
        .getBytes(StandardCharsets.UTF_8);
  }
}
