package org.taniq.parcel;

import java.util.List;

/** A parcel that cannot be used as it is. SPEC §9.4. Messages hold no content of files. */
public final class ParcelException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The directory is not there, is no directory, or holds something else. */
    NOT_A_PARCEL,
    /** Its writing was cut short: the stick was pulled, or the program stopped. */
    NOT_FINISHED,
    /** The manifest is not as SPEC §9.2 says. */
    BAD_MANIFEST,
    /** The other kind than the one asked for. */
    WRONG_KIND,
    /** Of another instance. */
    WRONG_INSTANCE,
    /** A file is missing, altered or too many; {@link ParcelException#problems()} names each. */
    DAMAGED,
    /** More entries than a parcel holds: begin another. */
    FULL
  }

  private final Reason reason;
  private final transient List<Problem> problems;

  ParcelException(Reason reason) {
    this(reason, List.of());
  }

  ParcelException(Reason reason, List<Problem> problems) {
    super(reason.name());
    this.reason = reason;
    this.problems = List.copyOf(problems);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** For DAMAGED what is wrong, in order of the names; else empty. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong in a parcel.
   *
   * @param fault what
   * @param name of the file, fit to be printed
   */
  public record Problem(Fault fault, String name) {}

  /** What can be wrong with a file. */
  public enum Fault {
    /** The manifest lists it and it is not there. */
    MISSING,
    /** Its size or SHA-256 is not the manifest's. */
    ALTERED,
    /** It is there and the manifest does not list it. */
    EXTRA,
    /** A link, a directory, a device or a pipe. */
    NOT_A_FILE
  }
}
