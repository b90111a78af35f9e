package org.taniq.cli.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.parcel.Durable;

/**
 * How far the custody log once went. SPEC §8.4: {@code number SP hash LF} of an entry that the log
 * must still hold. It may lag behind the log (a power loss between the two), never run ahead.
 *
 * @param number of the entry; -1 when there is no head yet
 * @param hash hex of the entry's hash
 */
record LogHead(long number, String hash) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}) ([0-9a-f]{64})\n");

  static LogHead read(Path directory) throws IOException, VaultException {
    try {
      String text = Files.readString(directory.resolve("head"), StandardCharsets.ISO_8859_1);
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      return new LogHead(Long.parseLong(matcher.group(1)), matcher.group(2));
    } catch (NoSuchFileException e) {
      return new LogHead(-1, "");
    }
  }

  static void write(Path directory, LogEntry last) throws IOException {
    String text = last.number() + " " + last.hash() + "\n";
    Durable.replace(directory.resolve("head"), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Entries that the log must have at least. */
  long entries() {
    return number + 1;
  }

  /** Holds an entry of the log against the head. */
  void check(LogEntry entry) throws VaultException {
    if (entry.number() == number && !entry.hash().equals(hash)) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED);
    }
  }
}
