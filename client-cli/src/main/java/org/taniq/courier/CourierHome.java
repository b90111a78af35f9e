package org.taniq.courier;

import java.io.IOException;
import java.nio.file.Path;
import org.taniq.cli.terminal.Home;

/** What the courier keeps in the home. */
public final class CourierHome {
  private CourierHome() {}

  public static Path keyFile(Home home) {
    return home.directory().resolve("courier.key");
  }

  /** The directory of what was carried. */
  public static Path state(Home home) throws IOException {
    return home.made(home.directory().resolve("courier"));
  }
}
