package org.taniq.cli.seeded;

import java.io.IOException;
import java.net.Socket;

/** Breaks a rule on purpose: a network client within reach of taniq. */
public final class AsksTheServer {
  Socket ask() throws IOException {
    return new Socket("127.0.0.1", 1);
  }
}
