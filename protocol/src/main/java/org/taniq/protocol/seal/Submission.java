package org.taniq.protocol.seal;

import java.util.Arrays;
import java.util.List;
import javax.security.auth.Destroyable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

/**
 * What goes into one kind 0 envelope, SPEC §3. Compares by identity.
 *
 * @param sender whose thread, which sitting
 * @param body a testimony, or a part that carries further attachments
 * @param identity who the submitter is, or IdentityJson.anonymous()
 * @param attachments at most 999, in this order
 */
public record Submission(
    Sender sender, Body body, IdentityJson identity, List<AttachmentSource> attachments) {

  /** The most attachments of one envelope. */
  public static final int MAX_ATTACHMENTS = 999;

  public Submission {
    attachments = List.copyOf(attachments);
    if (attachments.size() > MAX_ATTACHMENTS) {
      throw new IllegalArgumentException("more than 999 attachments");
    }
  }

  /**
   * Who sends.
   *
   * @param instance SHA-256 of charter 0, 32 bytes
   * @param threadKey from the receipt code; stays open
   * @param sitting 16 random bytes, the same for every envelope sent in one go
   */
  public record Sender(Bytes instance, SigningKey threadKey, Bytes sitting) {}

  /** What the envelope's JSON is. */
  public sealed interface Body permits Testimony, Part {}

  /** testimony.json. Keeps the reply key, which close zeroes. */
  public static final class Testimony implements Body, Destroyable, AutoCloseable {

    private final Told told;
    private final int follow;
    private final byte[] reply;
    private boolean destroyed;

    /**
     * @param told what happened
     * @param follow how many parts come after it in this sitting, 0..5000
     * @param reply reply key, from the receipt code, 32 bytes; copied, the caller zeroes its own
     */
    public Testimony(Told told, int follow, byte[] reply) {
      this.told = told;
      this.follow = follow;
      this.reply = reply.clone();
    }

    Told told() {
      return told;
    }

    int follow() {
      return follow;
    }

    /** The reply key itself, not a copy. */
    byte[] reply() {
      if (destroyed) {
        throw new IllegalStateException("the testimony is closed");
      }
      return reply;
    }

    @Override
    public void destroy() {
      Arrays.fill(reply, (byte) 0);
      destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
      return destroyed;
    }

    @Override
    public void close() {
      destroy();
    }

    @Override
    public String toString() {
      return "Testimony[REDACTED]";
    }
  }

  /**
   * part.json.
   *
   * @param number 1..5000
   */
  public record Part(int number) implements Body {}
}
