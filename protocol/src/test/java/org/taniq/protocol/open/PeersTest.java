package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters.HashType;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.Hkdf;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;

/** What we write is what others read, and the other way round. */
class PeersTest {

  private static final byte[] NONE = Binding.noContext();

  private static Custodians custodians;
  private static byte[] padded;
  private static byte[] envelope;
  private static Header header;
  private static Dek dek;

  @BeforeAll
  static void seal() throws Exception {
    custodians = new Custodians(2, 2, 3, 31);
    padded = new byte[139264];
    new Random(1).nextBytes(padded);
    envelope = custodians.seal(Kind.TESTIMONY, NONE, padded);
    header = Header.read(new ByteArrayInputStream(envelope));
    dek = custodians.dek(header, NONE, 0, 2);
  }

  @Test
  void the_keyset_api_of_tink_opens_our_stream() throws Exception {
    InputStream plaintext = tink().newDecryptingStream(stream(), Dek.payloadAad(NONE, header));
    assertArrayEquals(padded, plaintext.readAllBytes());
  }

  @Test
  void we_open_a_stream_that_tink_wrote() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = tink().newEncryptingStream(out, Dek.payloadAad(NONE, header))) {
      stream.write(padded);
    }
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    assertArrayEquals(padded, PayloadOpener.open(header, NONE, dek, in).readAllBytes());
  }

  @Test
  void one_shot_hpke_of_bouncy_castle_opens_our_slot() throws Exception {
    HPKE hpke =
        new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    byte[] slot = header.slot(1);
    EpochSecret secret = custodians.secrets.get(1);
    byte[] share =
        hpke.open(
            Arrays.copyOf(slot, 1120),
            hpke.deserializePrivateKey(secret.seed(), secret.publicKey()),
            Binding.info(header.fixed(), NONE, 1),
            new byte[0],
            Arrays.copyOfRange(slot, 1120, 1169),
            null,
            null,
            null);
    assertEquals(33, share.length);
    assertEquals(2, share[0]);
    assertArrayEquals(share, SlotOpener.open(header, NONE, 1, secret).bytes());
  }

  /** SPEC §2.6 with nothing but javax.crypto. */
  @Test
  void the_stream_is_what_the_specification_says() throws Exception {
    byte[] stream = Arrays.copyOfRange(envelope, Header.length(3), envelope.length);
    assertEquals(40, stream[0]);
    byte[] salt = Arrays.copyOfRange(stream, 1, 33);
    byte[] key = Hkdf.derive(dek.payloadKey(), salt, Dek.payloadAad(NONE, header), 32);
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    int at = 40;
    for (int j = 0; at < stream.length; j++) {
      int end = Math.min((j + 1) * 65536, stream.length);
      ByteBuffer nonce = ByteBuffer.allocate(12).put(stream, 33, 7).putInt(j);
      nonce.put((byte) (end == stream.length ? 1 : 0));
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(128, nonce.array()));
      opened.writeBytes(gcm.doFinal(stream, at, end - at));
      at = end;
    }
    assertArrayEquals(padded, opened.toByteArray());
  }

  private static InputStream stream() {
    int from = Header.length(3);
    return new ByteArrayInputStream(envelope, from, envelope.length - from);
  }

  private static StreamingAead tink() throws Exception {
    AesGcmHkdfStreamingParameters parameters =
        AesGcmHkdfStreamingParameters.builder()
            .setKeySizeBytes(32)
            .setDerivedAesGcmKeySizeBytes(32)
            .setCiphertextSegmentSizeBytes(65536)
            .setHkdfHashType(HashType.SHA256)
            .build();
    SecretBytes key = SecretBytes.copyFrom(dek.payloadKey(), InsecureSecretKeyAccess.get());
    return AesGcmHkdfStreaming.create(AesGcmHkdfStreamingKey.create(parameters, key));
  }
}
