package org.taniq.bench.server;

import java.nio.file.Path;
import java.util.List;

/** Prints the server's figures; exit status 1 if a goal is missed. Called by bench/server. */
public final class ServerFigures {
  private ServerFigures() {}

  /** Arguments: an empty directory, the program, which figures. */
  public static void main(String[] args) throws Exception {
    Setting setting = Setting.of(Path.of(args[0]), Path.of(args[1]));
    Rows rows = new Rows(System.out);
    for (String figure : List.of(args).subList(2, args.length)) {
      switch (figure) {
        case "submissions" -> Submissions.run(setting, rows);
        case "large" -> LargeUpload.run(setting, rows);
        case "kill" -> Kills.run(setting, rows);
        default -> throw new IllegalArgumentException("no such figure: " + figure);
      }
    }
    System.exit(rows.missed() ? 1 : 0);
  }
}
