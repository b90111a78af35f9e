package org.taniq.server.site;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.signed.SignedException;

/** What was delivered is refused; what is published stays. The message is the reason's name. */
public final class PublicationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Refusals beside those of SPEC §4. */
  public enum Reason {
    /** Not the tar or folder that SPEC §5 asks for. */
    BAD_TAR,
    /** More bytes or files than are taken. */
    TOO_LARGE,
    /** A site before any publication: nothing says yet who may sign it. */
    NO_PUBLICATION,
    /** A site made for another Content-Security-Policy than this server sends. */
    CSP_DIFFERS,
    /** The disk has no room for it now, beside what the store needs. */
    TRY_LATER,
    /** The disk failed. */
    STORE_FAILED
  }

  private final @Nullable Reason ours;
  private final SignedException.@Nullable Reason signed;

  PublicationException(Reason reason) {
    super(reason.name());
    this.ours = reason;
    this.signed = null;
  }

  PublicationException(SignedException.Reason reason) {
    super(reason.name());
    this.ours = null;
    this.signed = reason;
  }

  /** NO_PUBLICATION. */
  public static PublicationException nothingPublished() {
    return new PublicationException(Reason.NO_PUBLICATION);
  }

  /** A name of SPEC §4, or of {@link Reason}. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** The refusal of SPEC §4, or null. */
  public SignedException.@Nullable Reason signed() {
    return signed;
  }

  /** Where {@link #signed} is null, the other refusal. */
  public Reason ours() {
    return ours == null ? Reason.STORE_FAILED : ours;
  }
}
