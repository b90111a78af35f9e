package org.taniq.server;

/**
 * The program {@code taniq-server}: reads its configuration, wires the parts, runs until told to
 * stop.
 */
public final class ServerMain {
  private ServerMain() {}

  /** Runs the server; {@code --version} prints the version and leaves. */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      String version = ServerMain.class.getPackage().getImplementationVersion();
      System.out.println("taniq-server " + (version == null ? "(not packaged)" : version));
      return;
    }
    System.err.println("taniq-server: error: not a known command line");
    System.err.println("taniq-server: hint: taniq-server --version");
    System.exit(2);
  }
}
