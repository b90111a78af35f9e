package org.taniq.cli.inbox;

import org.taniq.protocol.Spelling;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.ThreadJson;

/**
 * Where a testimony or a part of one belongs. SPEC §3.2.
 *
 * @param thread its public key, 64 hex digits
 * @param sitting 32 hex digits
 * @param number 0 for the testimony
 * @param follow how many parts the testimony says will follow; -1 in a part
 */
record Place(String thread, String sitting, int number, int follow) {
  static Place of(ThreadJson json) {
    return new Place(
        Spelling.hex(json.thread()),
        Spelling.hex(json.sitting()),
        json.number(),
        json instanceof TestimonyJson testimony ? testimony.follow() : -1);
  }
}
