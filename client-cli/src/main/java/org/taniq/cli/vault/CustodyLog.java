package org.taniq.cli.vault;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.taniq.parcel.Durable;
import org.taniq.protocol.signed.SigningKey;

/**
 * The hash-chained, signed record of who did what on this laptop. SPEC §8.4. It lies outside of the
 * quorum and names no person, file or content: ids, hashes, reasons and days alone. Every opening
 * of it verifies it from the first line.
 *
 * <p>An entry that was changed, taken out or put in is found. A tail that was cut off is found as
 * long as the head file, the packs and the inbox were not turned back with it; beyond that only
 * against a head noted elsewhere. Not thread safe.
 */
public final class CustodyLog implements AutoCloseable {
  private static final Set<String> UNSIGNED = Set.of("begin", "import", "destroying", "destroyed");

  private final Path directory;
  private final byte[] instance;
  private final LocalDate today;
  private final FileChannel channel;
  private final SecureRandom random;
  private final LogSigners custodians;
  private final List<LogEntry> entries = new ArrayList<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long committedBytes;

  private CustodyLog(
      Path directory,
      byte[] instance,
      LocalDate today,
      FileChannel channel,
      LogSigners custodians,
      SecureRandom random) {
    this.directory = directory;
    this.instance = instance.clone();
    this.today = today;
    this.channel = channel;
    this.custodians = custodians;
    this.random = random;
  }

  /**
   * Opens and verifies the log, or begins one where there is none. A last line without its end, as
   * a power loss leaves it, was never acknowledged and is dropped; so are lines after the last
   * signatures that are never written without: they are half of a write, or were put there.
   *
   * @param directory holds {@code log} and {@code head}; must be there
   * @param instance 32 bytes
   * @param today UTC day for new entries
   * @param custodians whose signatures count
   * @param random salts new entries
   * @throws VaultException LOG_ALTERED, LOG_TRUNCATED, LOG_SIGNATURE_INVALID, LOG_UNKNOWN_SIGNER,
   *     CLOCK_BEHIND_LOG
   */
  public static CustodyLog open(
      Path directory, byte[] instance, LocalDate today, LogSigners custodians, SecureRandom random)
      throws IOException, VaultException {
    Path file = directory.resolve("log");
    boolean fresh = !Files.exists(file);
    LogHead head = LogHead.read(directory);
    if (fresh && head.entries() > 0) {
      throw new VaultException(VaultException.Reason.LOG_TRUNCATED);
    }
    CustodyLog log =
        new CustodyLog(
            directory, instance, today, FileChannel.open(file, CREATE, WRITE), custodians, random);
    boolean opened = false;
    try {
      log.verify(Files.readAllBytes(file), head);
      if (log.entries.isEmpty()) {
        ObjectNode details = LogEntry.details();
        details.put("instance", HexFormat.of().formatHex(instance));
        log.append("begin", details);
        log.commit(List.of());
        Durable.syncDirectory(directory);
      }
      opened = true;
      return log;
    } finally {
      if (!opened) {
        log.close();
      }
    }
  }

  private void verify(byte[] bytes, LogHead head) throws IOException, VaultException {
    String previous = LogEntry.NO_PREVIOUS;
    int start = 0;
    // The first line after the last signatures that nobody writes without signing.
    int unvouched = -1;
    int unvouchedStart = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      LogEntry entry = LogEntry.parse(Arrays.copyOfRange(bytes, start, i));
      if (entry.number() != entries.size() || !entry.previous().equals(previous)) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      if (entry.what().equals("signatures")) {
        LogSignatures.verify(entry, instance, custodians);
        unvouched = -1;
      } else if (unvouched < 0 && !UNSIGNED.contains(entry.what())) {
        unvouched = entries.size();
        unvouchedStart = start;
      }
      head.check(entry);
      entries.add(entry);
      previous = entry.hash();
      start = i + 1;
    }
    if (entries.size() < head.entries()) {
      throw new VaultException(VaultException.Reason.LOG_TRUNCATED);
    }
    if (unvouched >= 0) {
      if (unvouched < head.entries()) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      entries.subList(unvouched, entries.size()).clear();
      start = unvouchedStart;
    }
    if (!entries.isEmpty()) {
      judgeFirstAndLast();
    }
    committedBytes = start;
    channel.truncate(start);
    channel.position(start);
  }

  private void judgeFirstAndLast() throws VaultException {
    LogEntry first = entries.get(0);
    if (!first.what().equals("begin")
        || !first.field("instance").equals(HexFormat.of().formatHex(instance))) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED);
    }
    if (today.isBefore(last().day())) {
      throw new VaultException(VaultException.Reason.CLOCK_BEHIND_LOG);
    }
  }

  /** Every entry so far, oldest first; a view. */
  public List<LogEntry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** The newest entry. */
  public LogEntry last() {
    return entries.get(entries.size() - 1);
  }

  /** Number of entries after the last signatures: they count once somebody signs. */
  public int unsigned() {
    int unsigned = 0;
    for (int i = entries.size() - 1; i >= 0 && !entries.get(i).what().equals("signatures"); i--) {
      unsigned++;
    }
    return unsigned;
  }

  /** Adds an entry; it lasts after the next {@link #commit}. */
  public LogEntry append(String what, ObjectNode details) {
    String previous = entries.isEmpty() ? LogEntry.NO_PREVIOUS : last().hash();
    byte[] salt = new byte[LogEntry.SALT_BYTES];
    random.nextBytes(salt);
    byte[] line = LogEntry.line(entries.size(), previous, today, what, salt, details);
    try {
      LogEntry entry = LogEntry.parse(line);
      entries.add(entry);
      pending.writeBytes(line);
      pending.write('\n');
      return entry;
    } catch (VaultException e) {
      throw new IllegalStateException("a line of our own is read back", e);
    }
  }

  /**
   * Makes what was appended last: signatures over it, one write, one flush, then the head file. On
   * an IOException (a full disk) the log is as it was before what was appended.
   *
   * @param unlocked the keys of those who unlocked, of whom custodians sign; none: what was
   *     appended stays unsigned, which only imports and the end of epoch keys may
   */
  public void commit(List<SigningKey> unlocked) throws IOException {
    if (pending.size() == 0) {
      return;
    }
    List<SigningKey> signers =
        unlocked.stream().filter(key -> custodians.known(key.publicKey())).toList();
    if (!signers.isEmpty()) {
      append("signatures", LogSignatures.over(last().hash(), instance, signers));
    } else if (!unlocked.isEmpty()) {
      throw new IllegalStateException("none of those who unlocked is a custodian");
    }
    byte[] lines = pending.toByteArray();
    try {
      Pack.writeFully(channel, ByteBuffer.wrap(lines));
      channel.force(true);
    } catch (IOException e) {
      undo(lines);
      throw e;
    }
    committedBytes += lines.length;
    pending.reset();
    LogHead.write(directory, last());
  }

  private void undo(byte[] lines) throws IOException {
    pending.reset();
    long added = new String(lines, StandardCharsets.UTF_8).lines().count();
    entries.subList(entries.size() - (int) added, entries.size()).clear();
    channel.truncate(committedBytes);
    channel.position(committedBytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
