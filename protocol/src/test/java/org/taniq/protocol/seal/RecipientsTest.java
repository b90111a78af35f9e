package org.taniq.protocol.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.open.EpochSecret;

class RecipientsTest {

  private static final KeysetId ID = KeysetId.of(new byte[0]);
  private static final byte[] KEY = EpochSecret.generate(new SecureRandom()).publicKey();

  @Test
  void quorums_follow_the_kind() throws Exception {
    Recipients recipients = new Recipients(ID, 1, 2, List.of(KEY, KEY, KEY));
    recipients.check();
    assertEquals(1, recipients.quorum(Kind.TESTIMONY));
    assertEquals(2, recipients.quorum(Kind.IDENTITY));
    assertThrows(IllegalArgumentException.class, () -> recipients.quorum(Kind.ARCHIVE));
  }

  @Test
  void quorums_out_of_range_are_a_bug_of_the_caller() {
    List<byte[]> two = List.of(KEY, KEY);
    assertThrows(IllegalArgumentException.class, () -> new Recipients(ID, 0, 1, two));
    assertThrows(IllegalArgumentException.class, () -> new Recipients(ID, 2, 1, two));
    assertThrows(IllegalArgumentException.class, () -> new Recipients(ID, 1, 3, two));
    List<byte[]> seventeen = java.util.Collections.nCopies(17, KEY);
    assertThrows(IllegalArgumentException.class, () -> new Recipients(ID, 1, 1, seventeen));
    assertThrows(IllegalArgumentException.class, () -> new Recipients(ID, 1, 1, List.of()));
  }

  @Test
  void keys_are_copied_in_and_out() {
    byte[] key = KEY.clone();
    Recipients recipients = new Recipients(ID, 1, 1, List.of(key));
    key[0] ^= 1;
    recipients.publicKeys().get(0)[1] ^= 1;
    assertArrayEquals(KEY, recipients.pkR(0));
  }

  @Test
  void a_key_that_cannot_be_sealed_to_is_named() {
    byte[] outOfModulus = KEY.clone();
    Arrays.fill(outOfModulus, 0, 3, (byte) 0xff);
    byte[] lowOrder = KEY.clone();
    Arrays.fill(lowOrder, 1184, 1216, (byte) 0);
    byte[] one = lowOrder.clone();
    one[1184] = 1;
    for (byte[] bad :
        List.of(new byte[0], new byte[1215], new byte[1217], outOfModulus, lowOrder, one)) {
      Recipients recipients = new Recipients(ID, 1, 1, List.of(bad));
      assertEquals(
          Reason.BAD_RECIPIENT_KEY,
          assertThrows(EnvelopeException.class, recipients::check).reason());
      assertEquals(
          Reason.BAD_RECIPIENT_KEY,
          assertThrows(
                  EnvelopeException.class,
                  () -> HpkeSeal.seal(bad, new byte[0], new byte[33], new SecureRandom()))
              .reason());
    }
  }
}
