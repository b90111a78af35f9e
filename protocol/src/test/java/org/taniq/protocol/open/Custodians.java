package org.taniq.protocol.open;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.SealingStream;

/** Some custodians with their secrets, for tests: the plain way from bytes to envelope and back. */
public final class Custodians {

  public final List<EpochSecret> secrets = new ArrayList<>();
  public final Recipients recipients;
  public final SecureRandom random;

  public Custodians(int testimonyQuorum, int identityQuorum, int n, int seed) {
    random = seeded(seed);
    for (int i = 0; i < n; i++) {
      secrets.add(EpochSecret.generate(random));
    }
    KeysetId id = KeysetId.of(("keyset " + seed).getBytes(StandardCharsets.UTF_8));
    recipients =
        new Recipients(
            id,
            testimonyQuorum,
            identityQuorum,
            secrets.stream().map(EpochSecret::publicKey).toList());
  }

  /** Repeatable randomness. */
  public static SecureRandom seeded(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] seal(Kind kind, byte[] context, byte[] padded) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream = EnvelopeSealer.start(recipients, kind, context, random, out)) {
      stream.write(padded);
      stream.finish();
    }
    return out.toByteArray();
  }

  /** Opens with the given slots, in the order of SPEC §2.8. */
  public byte[] open(byte[] envelope, byte[] context, int... slots)
      throws EnvelopeException, IOException {
    InputStream in = new ByteArrayInputStream(envelope);
    Header header = Header.read(in);
    try (Dek dek = dek(header, context, slots);
        InputStream plaintext = PayloadOpener.open(header, context, dek, in)) {
      return plaintext.readAllBytes();
    } catch (EnvelopeIOException refused) {
      throw refused.unwrap();
    }
  }

  public Dek dek(Header header, byte[] context, int... slots) throws EnvelopeException {
    List<DekOpener.SlotKey> keys =
        Arrays.stream(slots)
            .mapToObj(slot -> new DekOpener.SlotKey(slot, secrets.get(slot)))
            .toList();
    return DekOpener.open(header, context, keys, List.of());
  }
}
