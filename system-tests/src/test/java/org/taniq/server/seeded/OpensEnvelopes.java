package org.taniq.server.seeded;

import org.taniq.protocol.open.SlotOpener;

/** Breaks a rule on purpose: a server that could open. */
public final class OpensEnvelopes {
  Class<?> opener() {
    return SlotOpener.class;
  }
}
