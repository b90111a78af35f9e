package org.taniq.cli.terminal;

/**
 * A defect of this program, in words that hold nothing of what it worked on.
 *
 * @param kind class of what was thrown
 * @param place FILE:LINE that threw it; empty when the machine does not tell
 */
public record Defect(String kind, String place) {
  /** What an exception that nobody expected says about the program; never its own message. */
  public static Defect of(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String place = trace.length == 0 ? "" : trace[0].getFileName() + ":" + trace[0].getLineNumber();
    return new Defect(thrown.getClass().getSimpleName(), place);
  }

  /** Both, for one line. */
  public String words() {
    return place.isEmpty() ? kind : kind + " " + place;
  }
}
