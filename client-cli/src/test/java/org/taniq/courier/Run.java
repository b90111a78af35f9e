package org.taniq.courier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.taniq.cli.terminal.Environment;

/** One run of taniq-courier in this process: waits pass at once, output is kept. */
final class Run {
  final int exit;
  final String out;
  final String err;
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  private Run(Clock clock, Waiting each, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Environment real = Environment.ofThisProcess();
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            output,
            false,
            errors,
            false,
            "en",
            clock,
            new SecureRandom(),
            real.network(),
            real.terminal(),
            real.cost());
    Waiting waiting =
        time -> {
          waits.add(time);
          each.sleep(time);
        };
    exit = CourierMain.assemble(environment, waiting).run(arguments);
    out = output.toString(UTF_8);
    err = errors.toString(UTF_8);
  }

  static Run courier(String... arguments) {
    return new Run(Clock.systemUTC(), time -> {}, arguments);
  }

  static Run courierAt(Clock clock, String... arguments) {
    return new Run(clock, time -> {}, arguments);
  }

  static Run courierWaiting(Waiting each, String... arguments) {
    return new Run(Clock.systemUTC(), each, arguments);
  }

  @Override
  public String toString() {
    return exit + "\n" + out + "\n" + err;
  }
}
