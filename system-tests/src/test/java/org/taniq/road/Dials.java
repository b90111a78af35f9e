package org.taniq.road;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A program that does what the trace must find: it connects to a port of this machine. */
final class Dials {
  private Dials() {}

  public static void main(String[] arguments) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])).close();
  }
}
