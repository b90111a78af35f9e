package org.taniq.protocol.receipt;

/** A receipt code was mistyped. Never holds what was typed. SPEC §6. */
public final class ReceiptException extends Exception {

  private static final long serialVersionUID = 1;

  /** The refusals of SPEC §6. */
  public enum Reason {
    BAD_LENGTH,
    BAD_GROUP,
    BAD_CHECK,
    BAD_WORDS
  }

  private final Reason reason;
  private final int group;

  ReceiptException(Reason reason) {
    this(reason, 0);
  }

  ReceiptException(Reason reason, int group) {
    super(group == 0 ? reason.name() : reason + " " + group);
    this.reason = reason;
    this.group = group;
  }

  public Reason reason() {
    return reason;
  }

  /** For BAD_GROUP the first wrong group, 1..10; else 0. */
  public int group() {
    return group;
  }
}
