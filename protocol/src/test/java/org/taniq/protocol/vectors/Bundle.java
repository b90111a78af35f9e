package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/** A document with its signatures, SPEC §4. */
final class Bundle {

  private Bundle() {}

  static byte[] signature(Signer signer, String type, byte[] document) {
    return signer.sign(Hashes.label("signed"), Bytes.ascii(type + "\0"), Hashes.sha256(document));
  }

  /** One element of a signatures list. */
  static Json line(Signer signer, byte[] signature) {
    return Json.of("signer", signer.id(), "signature", Bytes.b64u(signature));
  }

  static List<Object> lines(String type, byte[] document, Signer... signers) {
    List<Object> lines = new ArrayList<>();
    for (Signer signer : signers) {
      lines.add(line(signer, signature(signer, type, document)));
    }
    return lines;
  }

  static Json of(String type, byte[] document, Signer... signers) {
    return of(type, document, lines(type, document, signers));
  }

  static Json of(String type, byte[] document, List<Object> lines) {
    return Json.of(
        "format",
        "taniq.org/v1/signed",
        "type",
        type,
        "document",
        Bytes.b64(document),
        "signatures",
        lines);
  }

  /** The signature file X.json.sig. */
  static Json file(String type, byte[] document, Signer... signers) {
    return Json.of(
        "format",
        "taniq.org/v1/signatures",
        "type",
        type,
        "document",
        Bytes.hex(Hashes.sha256(document)),
        "signatures",
        lines(type, document, signers));
  }
}
