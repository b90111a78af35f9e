package org.taniq.road;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built programs, as they are handed out. */
enum Distribution {
  TANIQ("client-cli", "taniq"),
  COURIER("client-cli", "taniq-courier"),
  SERVER("server", "taniq-server");

  /** The repository. */
  static final Path ROOT = Path.of(System.getProperty("taniq.root", "..")).toAbsolutePath();

  private final String module;
  private final String program;

  Distribution(String module, String program) {
    this.module = module;
    this.program = program;
  }

  /** Path of the program; the module must have been packaged. */
  String path() {
    Path path = ROOT.resolve(Path.of(module, "target", "dist", program, "bin", program));
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException("not built: " + path + "; run: mvn -DskipTests package");
    }
    return path.normalize().toString();
  }
}
