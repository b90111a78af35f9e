package org.taniq.cli.inbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;
import org.taniq.parcel.Durable;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.protocol.envelope.KeysetId;

/**
 * Brings envelopes into the inbox. What was imported survives a power loss; what was not is still
 * where it came from. Importing again changes nothing. Envelopes are flushed in groups: written
 * under temporary names, flushed, renamed, their directory flushed, then logged.
 */
final class Importer implements AutoCloseable {
  private static final String IMPORT = "import";
  private static final int GROUP_FILES = 128;
  private static final long GROUP_BYTES = 64L << 20;

  /** Copies one envelope's bytes and throws before its end when they are not as promised. */
  @FunctionalInterface
  interface Source<E extends Exception> {
    void copyTo(OutputStream out) throws IOException, E;
  }

  private record Waiting(FileChannel channel, Path part, Path file, ObjectNode details) {}

  private final Inbox inbox;
  private final CustodyLog log;

  /** What was copied and is not yet lasting, by SHA-256. */
  private final Map<String, Waiting> group = new LinkedHashMap<>();

  /** SHA-256 of every envelope that the log knows. */
  private final Set<String> logged = new HashSet<>();

  private long groupBytes;
  private int imported;
  private int known;

  Importer(Inbox inbox, CustodyLog log) {
    this.inbox = inbox;
    this.log = log;
    for (LogEntry entry : log.entries()) {
      if (entry.what().equals(IMPORT)) {
        logged.add(entry.field("envelope"));
      }
    }
  }

  /**
   * Whether an envelope needs no copying: the inbox has it, or had it and it was opened. Counts it,
   * and notes its server id if only now it comes with one.
   */
  boolean skips(String sha256, long size, @Nullable Arrival arrival) throws IOException {
    InboxEntry entry = inbox.entry(sha256);
    boolean waiting = group.containsKey(sha256);
    boolean here = inbox.holds(sha256);
    if (!waiting && !here && (entry == null || entry.state() != InboxEntry.State.OPENED)) {
      return false;
    }
    known++;
    boolean unlogged = !logged.contains(sha256);
    if (!waiting && entry != null && (unlogged || (entry.id() == null && arrival != null))) {
      append(details(sha256, size, arrival, inbox.file(sha256)));
    }
    return true;
  }

  private void append(ObjectNode details) {
    log.append(IMPORT, details);
    logged.add(details.path("envelope").asText());
  }

  /**
   * Copies one envelope.
   *
   * @param sha256 of what the source gives; the source checks it
   */
  <E extends Exception> void add(
      String sha256, long size, @Nullable Arrival arrival, Source<E> source) throws IOException, E {
    Path part = inbox.directory().resolve(sha256 + Inbox.PART);
    FileChannel channel = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE);
    boolean copied = false;
    try {
      source.copyTo(Channels.newOutputStream(channel));
      ObjectNode details = details(sha256, size, arrival, part);
      group.put(sha256, new Waiting(channel, part, inbox.file(sha256), details));
      copied = true;
    } finally {
      if (!copied) {
        channel.close();
        Files.deleteIfExists(part);
      }
    }
    groupBytes += size;
    if (group.size() >= GROUP_FILES || groupBytes >= GROUP_BYTES) {
      commit();
    }
  }

  /**
   * @param file of the envelope: the keyset that its header names is what counts later, even when
   *     the file is gone; what the courier's list names, nobody signed
   */
  private static ObjectNode details(String sha256, long size, @Nullable Arrival arrival, Path file)
      throws IOException {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("envelope", sha256).put("size", size);
    KeysetId sealedTo = EnvelopeFiles.keyset(file);
    if (sealedTo != null) {
      details.put(HeaderKeysets.FIELD, sealedTo.hex());
    }
    if (arrival != null) {
      details.put("id", arrival.id()).put("keyset", arrival.keyset());
      details.put("arrived", arrival.day().toString());
    }
    return details;
  }

  /** Makes everything added so far last. */
  void commit() throws IOException {
    for (Waiting each : group.values()) {
      each.channel.force(true);
      each.channel.close();
    }
    for (Waiting each : group.values()) {
      Files.move(each.part, each.file, StandardCopyOption.ATOMIC_MOVE);
    }
    if (!group.isEmpty()) {
      Durable.syncDirectory(inbox.directory());
    }
    for (Waiting each : group.values()) {
      append(each.details);
    }
    log.commit(List.of());
    imported += group.size();
    group.clear();
    groupBytes = 0;
  }

  /** Envelopes that are new here. */
  int imported() {
    return imported;
  }

  /** Envelopes that were here before. */
  int known() {
    return known;
  }

  /** Takes back what was not committed. */
  @Override
  public void close() throws IOException {
    for (Waiting each : group.values()) {
      each.channel.close();
      Files.deleteIfExists(each.part);
    }
    group.clear();
  }
}
