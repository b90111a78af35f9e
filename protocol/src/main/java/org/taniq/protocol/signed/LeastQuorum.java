package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * The least quorums of a keyset that a custodian's key for an epoch may stand in, by that
 * custodian's word. SPEC §4.2.
 *
 * @param testimony 1 to 16
 * @param identity 1 to 16
 */
public record LeastQuorum(int testimony, int identity) {

  public LeastQuorum {
    if (!isQuorum(testimony) || !isQuorum(identity)) {
      throw new IllegalArgumentException("a quorum is 1 to 16");
    }
  }

  /** Reads the field {@code least}. */
  public static LeastQuorum read(JsonFields entry) throws MalformedException {
    JsonFields fields = entry.object("least");
    LeastQuorum least =
        new LeastQuorum(
            (int) fields.integer("testimony", 1, Keyset.MAX_CUSTODIANS),
            (int) fields.integer("identity", 1, Keyset.MAX_CUSTODIANS));
    fields.finish();
    return least;
  }

  /** The value of the field {@code least}. */
  public ObjectNode node() {
    return StrictJson.object().put("testimony", testimony).put("identity", identity);
  }

  /** Whether a keyset of these quorums asks no fewer. */
  public boolean allows(int testimonyQuorum, int identityQuorum) {
    return testimonyQuorum >= testimony && identityQuorum >= identity;
  }

  /** As it is signed: u8 testimony ‖ u8 identity. */
  byte[] bytes() {
    return new byte[] {(byte) testimony, (byte) identity};
  }

  private static boolean isQuorum(int k) {
    return k >= 1 && k <= Keyset.MAX_CUSTODIANS;
  }
}
