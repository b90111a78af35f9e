package org.taniq.server.config;

/**
 * A configuration that the server does not start with. The message says where (line number), what
 * is wrong and what to write instead; it repeats keys, never values.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }

  static ConfigException at(int line, String message) {
    return new ConfigException("line " + line + ": " + message);
  }
}
