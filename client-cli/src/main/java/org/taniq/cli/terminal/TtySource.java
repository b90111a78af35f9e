package org.taniq.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks on {@code /dev/tty}, so that prompts work with standard input and output redirected. Echo is
 * switched off with stty and restored, also when the program is interrupted. Bytes are taken as
 * they come: the locale has no part in a passphrase.
 */
public final class TtySource implements LineSource {
  private static final File TTY = new File("/dev/tty");
  private static final int LONGEST_LINE_BYTES = 4096;

  /** The bytes read so far, wiped after use: the buffer is the array itself. */
  private static final class WipedBuffer extends ByteArrayOutputStream {
    WipedBuffer() {
      super(LONGEST_LINE_BYTES);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public byte @Nullable [] ask(String prompt, boolean secret) throws Refusal, IOException {
    try (OutputStream out = new FileOutputStream(TTY);
        InputStream in = new FileInputStream(TTY)) {
      byte[] question = prompt.getBytes(StandardCharsets.UTF_8);
      if (!secret) {
        out.write(question);
        return line(in);
      }
      Thread restore = new Thread(TtySource::echoOnQuietly);
      Runtime.getRuntime().addShutdownHook(restore);
      // Before the question is shown: who answers at once, or pastes, is not to read it back.
      stty("-echo");
      try {
        out.write(question);
        return line(in);
      } finally {
        stty("echo");
        Runtime.getRuntime().removeShutdownHook(restore);
        out.write('\n');
      }
    } catch (java.io.FileNotFoundException e) {
      throw new Refusal(TerminalProblem.NO_TERMINAL);
    }
  }

  /** Reads up to the line's end, one byte at a time: what follows belongs to the next question. */
  static byte @Nullable [] line(InputStream in) throws IOException {
    WipedBuffer bytes = new WipedBuffer();
    try {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      while (b >= 0 && b != '\n') {
        if (bytes.size() == LONGEST_LINE_BYTES) {
          throw new IOException("line too long");
        }
        bytes.write(b);
        b = in.read();
      }
      byte[] line = bytes.toByteArray();
      if (line.length > 0 && line[line.length - 1] == '\r') {
        byte[] shorter = Arrays.copyOf(line, line.length - 1);
        Arrays.fill(line, (byte) 0);
        return shorter;
      }
      return line;
    } finally {
      bytes.wipe();
    }
  }

  private static void echoOnQuietly() {
    try {
      stty("echo");
    } catch (Refusal | IOException e) {
      // The program is ending; there is nothing left to tell it to.
      return;
    }
  }

  private static void stty(String mode) throws Refusal, IOException {
    Process process =
        new ProcessBuilder("stty", mode)
            .redirectInput(TTY)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new Refusal(TerminalProblem.NO_TERMINAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(TerminalProblem.NO_TERMINAL);
    }
  }
}
