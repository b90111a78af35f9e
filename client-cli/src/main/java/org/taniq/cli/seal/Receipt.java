package org.taniq.cli.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.receipt.ReceiptException;
import picocli.CommandLine.Option;

/** The receipt code: made and shown once, or typed in to go on in a thread. SPEC §6. */
final class Receipt {
  private static final int GROUPS = 10;
  private static final int GROUP_DIGITS = 5;

  @Option(
      names = "--receipt",
      description = "Go on in the thread of a receipt code, which is asked for.")
  private boolean known;

  @Option(
      names = "--receipt-fd",
      paramLabel = "N",
      description = "Write the new receipt code to this file descriptor instead of the screen.")
  private @Nullable Integer descriptor;

  @Option(
      names = "--no-confirm",
      description = "Do not ask for one group of the new receipt code. For scripts.")
  private boolean unconfirmed;

  /** The code to seal under; shown and confirmed before anything is written. */
  ReceiptCode code(Session session) throws Refusal, IOException {
    if (known) {
      return typed(session);
    }
    ReceiptCode code = ReceiptCode.generate(session.random());
    boolean kept = false;
    try {
      show(session, code);
      kept = true;
      return code;
    } finally {
      if (!kept) {
        code.close();
      }
    }
  }

  private static ReceiptCode typed(Session session) throws Refusal, IOException {
    char[] typed = {};
    try (Passphrase line = session.terminal().passphrase("seal.receipt-prompt")) {
      typed = line.characters();
      return ReceiptCode.parse(CharBuffer.wrap(typed));
    } catch (ReceiptException e) {
      throw switch (e.reason()) {
        case BAD_LENGTH -> new Refusal(SealProblem.RECEIPT_LENGTH);
        case BAD_GROUP -> new Refusal(SealProblem.RECEIPT_GROUP, e.group());
        case BAD_CHECK, BAD_WORDS -> new Refusal(SealProblem.RECEIPT_CHECK);
      };
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private void show(Session session, ReceiptCode code) throws Refusal, IOException {
    char[] written = code.format();
    try {
      if (descriptor != null) {
        write(descriptor, written);
        return;
      }
      session.terminal().noteSecret("seal.receipt-is", written);
      session.terminal().note("seal.receipt-keep");
      if (!unconfirmed) {
        confirm(session, written);
      }
    } finally {
      Arrays.fill(written, '\0');
    }
  }

  private static void confirm(Session session, char[] written) throws Refusal, IOException {
    int group = session.random().nextInt(GROUPS);
    int start = group * (GROUP_DIGITS + 1);
    int[] expected = digits(CharBuffer.wrap(written, start, GROUP_DIGITS));
    char[] typed = {};
    int[] answer = {};
    try (Passphrase line = session.terminal().passphrase("seal.receipt-group", group + 1)) {
      typed = line.characters();
      answer = digits(CharBuffer.wrap(typed));
      if (!Arrays.equals(answer, expected)) {
        throw new Refusal(SealProblem.RECEIPT_NOT_CONFIRMED);
      }
    } finally {
      Arrays.fill(typed, '\0');
      Arrays.fill(answer, 0);
      Arrays.fill(expected, 0);
    }
  }

  /** Values of the digits of any script; the caller zeroes them. */
  private static int[] digits(CharBuffer text) {
    return text.codePoints().filter(Character::isDigit).map(c -> Character.digit(c, 10)).toArray();
  }

  private static void write(int descriptor, char[] written) throws Refusal, IOException {
    Path directory = Path.of("/proc/self/fd");
    Path file =
        (Files.isDirectory(directory) ? directory : Path.of("/dev/fd")).resolve("" + descriptor);
    if (!Files.exists(file)) {
      throw new Refusal(SealProblem.RECEIPT_FD, descriptor);
    }
    byte[] line = new byte[written.length + 1];
    for (int i = 0; i < written.length; i++) {
      line[i] = (byte) written[i];
    }
    line[written.length] = '\n';
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(line);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }
}
