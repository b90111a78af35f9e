package org.taniq.server.site;

/**
 * What deliveries are verified against.
 *
 * @param pinned SHA-256 of charter 0, from the configuration, 32 bytes
 * @param allowDemo whether a charter of the demonstration is taken
 */
public record Trust(org.taniq.protocol.Bytes pinned, boolean allowDemo) {
  byte[] instance() {
    return pinned.toArray();
  }
}
