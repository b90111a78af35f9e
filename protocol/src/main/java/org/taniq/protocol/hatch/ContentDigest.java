package org.taniq.protocol.hatch;

import static org.taniq.protocol.hatch.HatchException.Reason.DIGEST_MISMATCH;
import static org.taniq.protocol.hatch.HatchException.Reason.UNAUTHORISED;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;

/**
 * The field Content-Digest with SHA-256 alone. RFC 9530 §2; SPEC §5.
 *
 * @param sha256 of the body, 32 bytes
 */
public record ContentDigest(Bytes sha256) {

  public static final String FIELD = "Content-Digest";
  private static final Pattern SHAPE = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

  /** Of a hash that was taken while streaming, 32 bytes. */
  public static ContentDigest of(byte[] sha256) {
    return new ContentDigest(Bytes.of(sha256));
  }

  /**
   * Reads the field.
   *
   * @param value null if the request has none
   * @throws HatchException UNAUTHORISED
   */
  public static ContentDigest parse(@Nullable String value) throws HatchException {
    Matcher matcher = SHAPE.matcher(value == null ? "" : value);
    if (!matcher.matches()) {
      throw new HatchException(UNAUTHORISED);
    }
    try {
      return of(Spelling.parseB64(matcher.group(1)));
    } catch (MalformedException e) {
      throw new HatchException(UNAUTHORISED);
    }
  }

  /** The field's value. */
  public String value() {
    return "sha-256=:" + Spelling.b64(sha256.toArray()) + ":";
  }

  /**
   * Judges the body that came.
   *
   * @param actual SHA-256 of it
   * @throws HatchException DIGEST_MISMATCH
   */
  public void require(byte[] actual) throws HatchException {
    if (!MessageDigest.isEqual(sha256.toArray(), actual)) {
      throw new HatchException(DIGEST_MISMATCH);
    }
  }
}
