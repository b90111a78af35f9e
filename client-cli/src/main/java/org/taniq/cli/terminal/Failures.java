package org.taniq.cli.terminal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.signed.SignedException;

/** Turns whatever ended a command into a named problem. */
final class Failures {
  private Failures() {}

  /** The refusal that says what happened; never a library's own words beyond a file's name. */
  static Refusal refusal(Exception e) {
    if (e instanceof Refusal refusal) {
      return refusal;
    }
    if (e instanceof SignedException signed) {
      return new Refusal(SignedProblem.of(signed.reason()));
    }
    if (e instanceof EnvelopeException envelope) {
      return new Refusal(EnvelopeProblem.of(envelope.reason()));
    }
    if (e instanceof EnvelopeIOException envelope) {
      return new Refusal(EnvelopeProblem.of(envelope.reason()));
    }
    if (e instanceof IOException io) {
      return io(io);
    }
    Defect defect = Defect.of(e);
    return new Refusal(TerminalProblem.INTERNAL, defect.kind(), defect.place());
  }

  private static Refusal io(IOException e) {
    String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "";
    if (full(e)) {
      return new Refusal(TerminalProblem.DISK_FULL, file);
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return new Refusal(TerminalProblem.FILE_MISSING, file);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new Refusal(TerminalProblem.FILE_EXISTS, file);
    }
    if (e instanceof AccessDeniedException) {
      return new Refusal(TerminalProblem.ACCESS_DENIED, file);
    }
    return new Refusal(TerminalProblem.IO_FAILED, file, e.getClass().getSimpleName());
  }

  /** The JDK has no type of its own for a full disk: the system's words say it. */
  private static boolean full(IOException e) {
    String words = e.getMessage() == null ? "" : e.getMessage();
    return words.contains("No space left on device")
        || words.contains("Disk quota exceeded")
        || words.contains("not enough space on the disk");
  }
}
