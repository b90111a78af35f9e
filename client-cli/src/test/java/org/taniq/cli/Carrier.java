package org.taniq.cli;

import java.nio.file.Path;
import java.util.List;
import org.taniq.parcel.EntryWriter;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;
import org.taniq.parcel.Sha256;

/** Writes a courier's parcel, true or not. */
final class Carrier {
  private final Organisation org;
  private final ParcelWriter writer;

  Carrier(Organisation org, Path parcel) throws Exception {
    this.org = org;
    this.writer = ParcelWriter.open(parcel, ParcelKind.INCOMING, Organisation.hex(org.instance));
  }

  /** Puts an envelope in, under a server's id and as of a keyset, 32 hex digits each. */
  ParcelEntry put(String id, String keyset, byte[] envelope) throws Exception {
    ParcelEntry entry =
        ParcelEntry.envelope(
            new Arrival(id, keyset, org.day), envelope.length, Sha256.hex(envelope));
    writer.plan(List.of(entry), org.day);
    try (EntryWriter out = writer.write(entry)) {
      out.write(envelope, 0, envelope.length);
      out.complete();
    }
    return entry;
  }

  void finish() throws Exception {
    writer.finish(org.day);
  }
}
