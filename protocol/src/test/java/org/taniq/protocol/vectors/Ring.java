package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * The custodians' epoch keys that an envelope vector is sealed to, with the keyset's id. (That id
 * is of no real keyset document: §2 needs the id alone.)
 */
final class Ring {

  private final byte[] keysetId;
  private final List<byte[]> secrets = new ArrayList<>();
  private final List<byte[]> publicKeys = new ArrayList<>();

  Ring(String name, int custodians) {
    Seed seed = new Seed("ring " + name);
    keysetId = seed.bytes("keyset", 16);
    for (int i = 0; i < custodians; i++) {
      secrets.add(seed.bytes("custodian " + i, 32));
      publicKeys.add(XWing.publicKey(secrets.get(i)));
    }
  }

  int size() {
    return secrets.size();
  }

  byte[] keysetId() {
    return keysetId.clone();
  }

  /** skR of custodian i: the 32-byte seed. */
  byte[] secret(int i) {
    return secrets.get(i).clone();
  }

  /** pkR of custodian i, 1216 bytes. */
  byte[] publicKey(int i) {
    return publicKeys.get(i).clone();
  }
}
