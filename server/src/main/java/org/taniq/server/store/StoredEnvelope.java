package org.taniq.server.store;

import java.time.LocalDate;
import org.taniq.protocol.envelope.KeysetId;

/**
 * All that the store knows of an envelope beside its bytes, DESIGN §6.
 *
 * @param id the server's random name of it
 * @param sha256 SHA-256 of the bytes as received, 64 lower-case hexadecimal digits
 * @param keyset what the envelope's header names
 * @param size bytes
 * @param day UTC day of arrival
 */
public record StoredEnvelope(
    EnvelopeId id, String sha256, KeysetId keyset, long size, LocalDate day) {

  public StoredEnvelope {
    EnvelopeId.requireHex(sha256, 32);
    if (size < 0) {
      throw new IllegalArgumentException("size is negative");
    }
  }
}
