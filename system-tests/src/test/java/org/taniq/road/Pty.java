package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A shell command on a terminal of its own, made by script(1), and somebody who types. */
final class Pty implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final StringBuffer screen = new StringBuffer();
  private final Thread reader;
  private int seen;

  /**
   * @param command of bash; the terminal echoes at its beginning
   */
  Pty(String command) throws IOException {
    List<String> script = List.of("script", "-qefc", command, "-E", "always", "/dev/null");
    ProcessBuilder builder = new ProcessBuilder(script).redirectErrorStream(true);
    builder.environment().put("SHELL", "/bin/bash");
    process = builder.start();
    reader = new Thread(this::read, "pty");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        screen.append(new String(buffer, 0, read, UTF_8));
      }
    } catch (IOException e) {
      screen.append("[").append(e).append("]");
    }
  }

  /** Waits until this is shown, after what was waited for before. */
  void await(String text) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    int at = screen.indexOf(text, seen);
    while (at < 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not shown: " + text + "\n" + screen);
      }
      Thread.sleep(10);
      at = screen.indexOf(text, seen);
    }
    seen = at + text.length();
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** All that was shown until the command's end. */
  String end() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end\n" + screen);
    }
    reader.join();
    return screen.toString();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
