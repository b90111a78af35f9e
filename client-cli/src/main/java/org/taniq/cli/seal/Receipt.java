package org.taniq.cli.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (Passphrase line = session.terminal().passphrase("seal.receipt-prompt")) {
      return ReceiptCode.parse(new String(line.utf8(), StandardCharsets.UTF_8));
    } catch (ReceiptException e) {
      throw switch (e.reason()) {
        case BAD_LENGTH -> new Refusal(SealProblem.RECEIPT_LENGTH);
        case BAD_GROUP -> new Refusal(SealProblem.RECEIPT_GROUP, e.group());
        case BAD_CHECK, BAD_WORDS -> new Refusal(SealProblem.RECEIPT_CHECK);
      };
    }
  }

  private void show(Session session, ReceiptCode code) throws Refusal, IOException {
    if (descriptor != null) {
      write(descriptor, code);
      return;
    }
    session.terminal().note("seal.receipt-is", code.format());
    session.terminal().note("seal.receipt-keep");
    if (!unconfirmed) {
      int group = session.random().nextInt(GROUPS);
      String expected = code.format().split("-", -1)[group];
      try (Passphrase line = session.terminal().passphrase("seal.receipt-group", group + 1)) {
        String answer = new String(line.utf8(), StandardCharsets.UTF_8).strip();
        if (!digits(answer).equals(expected)) {
          throw new Refusal(SealProblem.RECEIPT_NOT_CONFIRMED);
        }
      }
    }
  }

  /** Any script's digits as ASCII. */
  private static String digits(String text) {
    StringBuilder digits = new StringBuilder();
    text.codePoints()
        .filter(Character::isDigit)
        .forEach(c -> digits.append(Character.digit(c, 10)));
    return digits.toString();
  }

  private static void write(int descriptor, ReceiptCode code) throws Refusal, IOException {
    Path directory = Path.of("/proc/self/fd");
    Path file =
        (Files.isDirectory(directory) ? directory : Path.of("/dev/fd")).resolve("" + descriptor);
    if (!Files.exists(file)) {
      throw new Refusal(SealProblem.RECEIPT_FD, descriptor);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write((code.format() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
