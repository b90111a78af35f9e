package org.taniq.courier.hatch;

import java.io.IOException;
import java.nio.file.Path;
import org.taniq.cli.terminal.Home;

/** What the courier keeps in the home. */
final class CourierHome {
  private CourierHome() {}

  static Path keyFile(Home home) {
    return home.directory().resolve("courier.key");
  }

  /** The directory of what was carried. */
  static Path state(Home home) throws IOException {
    return home.made(home.directory().resolve("courier"));
  }
}
