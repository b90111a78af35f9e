package org.taniq.protocol;

/**
 * Bytes or text that do not have the form asked for. Carries no part of the input; each caller maps
 * it to the reason of its own table ({@code BAD_JSON}, {@code BAD_DOCUMENT}, …).
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param what what is wrong, in words of ours alone, for a log or a hint
   */
  public MalformedException(String what) {
    super(what);
  }
}
