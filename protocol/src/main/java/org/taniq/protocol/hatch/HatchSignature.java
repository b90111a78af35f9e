package org.taniq.protocol.hatch;

import static org.taniq.protocol.hatch.HatchException.Reason.UNAUTHORISED;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * A courier's HTTP message signature, RFC 9421 with the one component list and the one order of
 * parameters of SPEC §5. Any other spelling is refused, so nothing is ever parsed two ways.
 *
 * @param created seconds since 1970
 * @param nonce 16 bytes in base64url
 * @param keyId the courier's key
 * @param signature 64 bytes
 */
public record HatchSignature(long created, String nonce, SignerId keyId, Bytes signature) {

  public static final String INPUT_FIELD = "Signature-Input";
  public static final String SIGNATURE_FIELD = "Signature";
  public static final int NONCE_BYTES = 16;

  private static final String LABEL = "taniq=";
  private static final String NAMES = SignatureBase.names(HatchRequest.COMPONENTS);
  private static final String TAIL = ";alg=\"ed25519\";tag=\"taniq-courier\"";
  private static final Pattern INPUT =
      Pattern.compile(
          Pattern.quote(LABEL + NAMES)
              + ";created=(0|[1-9][0-9]{0,11});nonce=\"([A-Za-z0-9_-]{22})\";keyid=\"([0-9a-f]{32})\""
              + Pattern.quote(TAIL));
  private static final Pattern SIGNATURE = Pattern.compile("taniq=:([A-Za-z0-9+/]{86}==):");

  /**
   * Signs a request.
   *
   * @param now the courier's clock
   * @param nonce 16 fresh random bytes
   */
  public static HatchSignature sign(
      HatchRequest request, SigningKey courier, Instant now, byte[] nonce) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 16 bytes");
    }
    HatchSignature unsigned =
        new HatchSignature(
            now.getEpochSecond(), Spelling.b64u(nonce), courier.id(), Bytes.of(new byte[0]));
    byte[] base = SignatureBase.of(request.components(), unsigned.parameters());
    return new HatchSignature(
        unsigned.created, unsigned.nonce, unsigned.keyId, Bytes.of(courier.sign(base)));
  }

  /**
   * Reads the two fields; a field that came twice or not at all is null or does not fit.
   *
   * @throws HatchException UNAUTHORISED
   */
  public static HatchSignature parse(@Nullable String input, @Nullable String signature)
      throws HatchException {
    Matcher parameters = INPUT.matcher(input == null ? "" : input);
    Matcher value = SIGNATURE.matcher(signature == null ? "" : signature);
    if (!parameters.matches() || !value.matches()) {
      throw new HatchException(UNAUTHORISED);
    }
    try {
      Spelling.parseB64u(parameters.group(2), NONCE_BYTES);
      return new HatchSignature(
          Long.parseLong(parameters.group(1)),
          parameters.group(2),
          SignerId.parse(parameters.group(3)),
          Bytes.of(Spelling.parseB64(value.group(1))));
    } catch (MalformedException e) {
      throw new HatchException(UNAUTHORISED);
    }
  }

  /** The value of the field Signature-Input. */
  public String input() {
    return LABEL + parameters();
  }

  /** The value of the field Signature. */
  public String value() {
    return LABEL + ":" + Spelling.b64(signature.toArray()) + ":";
  }

  /** Whether this key signed this request. */
  boolean verify(HatchRequest request, Bytes publicKey) {
    byte[] base = SignatureBase.of(request.components(), parameters());
    return request.isPlain() && Signatures.verify(publicKey.toArray(), base, signature.toArray());
  }

  private String parameters() {
    return NAMES
        + ";created="
        + created
        + ";nonce=\""
        + nonce
        + "\";keyid=\""
        + keyId
        + "\""
        + TAIL;
  }
}
