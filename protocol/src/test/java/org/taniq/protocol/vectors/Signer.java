package org.taniq.protocol.vectors;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 key of a vector. */
final class Signer {

  private final Ed25519PrivateKeyParameters key;

  /** From a seed of 32 bytes. */
  Signer(byte[] seed) {
    key = new Ed25519PrivateKeyParameters(seed, 0);
  }

  byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }

  byte[] sign(byte[]... message) {
    byte[] bytes = Bytes.join(message);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(bytes, 0, bytes.length);
    return signer.generateSignature();
  }

  /** Signer id as hex, SPEC §4. */
  String id() {
    return Bytes.hex(Bytes.first(Hashes.sha256(Hashes.label("signer"), publicKey()), 16));
  }
}
