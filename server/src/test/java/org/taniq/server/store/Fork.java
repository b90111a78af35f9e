package org.taniq.server.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a small Java machine of its own with the test's classes. */
final class Fork {
  private Fork() {}

  static ProcessBuilder java(List<String> before, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
