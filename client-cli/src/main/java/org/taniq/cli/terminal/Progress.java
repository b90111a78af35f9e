package org.taniq.cli.terminal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress of long work on a terminal: amount, rate, time left; nothing in the first second,
 * nothing where standard error is no terminal. Not thread safe.
 */
public final class Progress implements AutoCloseable {
  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long EACH_NANOS = Duration.ofMillis(250).toNanos();

  private final @Nullable PrintStream screen;
  private final LongSupplier nanoTime;
  private final String what;
  private final long total;
  private final boolean bytes;
  private final long started;
  private long done;
  private long shownAt;
  private int width;

  /**
   * @param screen where to write, null for nowhere
   * @param what the work, already in the reader's language
   * @param total how much there is, bytes or pieces; negative when unknown
   * @param bytes whether amounts are bytes
   */
  Progress(
      @Nullable PrintStream screen, LongSupplier nanoTime, String what, long total, boolean bytes) {
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.what = what;
    this.total = total;
    this.bytes = bytes;
    this.started = nanoTime.getAsLong();
    this.shownAt = started + FIRST_NANOS - EACH_NANOS;
  }

  /** Counts so much more as done. */
  public void add(long amount) {
    done += amount;
    if (screen == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (now - shownAt >= EACH_NANOS) {
      shownAt = now;
      show(screen, now);
    }
  }

  /** The stream, counted as it is read; closing it does not close this. */
  public InputStream counting(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
          add(1);
        }
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
          add(n);
        }
        return n;
      }
    };
  }

  private void show(PrintStream to, long now) {
    double seconds = (now - started) / 1e9;
    double rate = done / seconds;
    StringBuilder line = new StringBuilder(what).append("  ").append(amount(done));
    if (total >= 0) {
      line.append(" / ").append(amount(total));
    }
    line.append("  ").append(amount((long) rate)).append("/s");
    if (total > done && rate > 0) {
      line.append("  ").append(clock((long) Math.ceil((total - done) / rate)));
    }
    int length = line.codePointCount(0, line.length());
    line.append(" ".repeat(Math.max(0, width - length)));
    width = length;
    to.print("\r" + line);
    to.flush();
  }

  private String amount(long n) {
    if (!bytes) {
      return Long.toString(n);
    }
    String[] units = {"B", "KiB", "MiB", "GiB"};
    double value = n;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? n + " B"
        : String.format(java.util.Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** Seconds as {@code m:ss} or {@code h:mm:ss}. */
  static String clock(long seconds) {
    long hours = seconds / 3600;
    String rest = String.format(java.util.Locale.ROOT, "%02d", seconds % 60);
    return hours == 0
        ? seconds / 60 + ":" + rest
        : String.format(java.util.Locale.ROOT, "%d:%02d:%s", hours, seconds / 60 % 60, rest);
  }

  /** Wipes the line from the screen. */
  @Override
  public void close() {
    if (screen != null && width > 0) {
      screen.print("\r" + " ".repeat(width) + "\r");
      screen.flush();
    }
  }
}
