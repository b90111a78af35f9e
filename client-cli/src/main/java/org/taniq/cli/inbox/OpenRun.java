package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.EnvelopeOpener.AlteredException;
import org.taniq.cli.inbox.OpenReport.Failed;
import org.taniq.cli.inbox.OpenReport.Outcome;
import org.taniq.cli.terminal.Defect;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.ItemSealer;
import org.taniq.cli.vault.PackWriter;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.protocol.envelope.EnvelopeException;

/**
 * Opens many envelopes into the vault. Small ones are opened in memory by several threads and
 * packed together; a large one streams, by several threads too. What was packed lasts with the
 * pack's commit: the pack is flushed, the log tells of its items, the pack gets its name. An
 * envelope that is broken, or on which the program fails, is named and the others go on; a broken
 * disk ends the run, and what was committed stays.
 */
final class OpenRun implements AutoCloseable {
  private static final long SMALL_BYTES = 1 << 19;
  private static final int AHEAD = 64;
  private static final long AHEAD_BYTES = 16L << 20;
  private static final long PACK_BYTES = 64L << 20;
  private static final int PACK_ITEMS = 1024;

  /** What became of one envelope: it was opened, or why not. */
  private record Attempt(OpenReport.@Nullable Opened opened, @Nullable Failed failed) {}

  /**
   * A small envelope that was tried.
   *
   * @param bytes of the envelope
   * @param item in memory
   */
  private record Small(Attempt attempt, long bytes, ByteArrayOutputStream item) {}

  private final Inbox inbox;
  private final Vault vault;
  private final CustodyLog log;
  private final Quorum quorum;
  private final EnvelopeOpener opener;
  private final ItemSealer sealer;
  private final SecureRandom random;
  private final LongConsumer progress;
  private final OpenReport report = new OpenReport();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          work -> {
            Thread thread = new Thread(work, "open");
            thread.setDaemon(true);
            return thread;
          });
  private final Queue<Future<Small>> ahead = new ArrayDeque<>();
  private long aheadBytes;
  private final List<OpenReport.Opened> packed = new ArrayList<>();
  private @Nullable PackWriter pack;

  /**
   * @param vault with level 0 unlocked
   * @param progress told bytes of envelopes, by several threads
   */
  OpenRun(
      Inbox inbox,
      Vault vault,
      CustodyLog log,
      Quorum quorum,
      EnvelopeOpener opener,
      SecureRandom random,
      LongConsumer progress) {
    this.inbox = inbox;
    this.vault = vault;
    this.log = log;
    this.quorum = quorum;
    this.opener = opener;
    this.sealer = vault.sealer(random);
    this.random = random;
    this.progress = progress;
  }

  /** Opens them in their order. Everything in the report is on the disk. */
  OpenReport run(List<InboxEntry> entries) throws IOException, VaultException {
    for (InboxEntry entry : entries) {
      if (entry.size() <= SMALL_BYTES) {
        while (ahead.size() >= AHEAD || aheadBytes + entry.size() > AHEAD_BYTES) {
          take(ahead.remove());
        }
        ahead.add(threads.submit(() -> small(entry)));
        aheadBytes += entry.size();
      } else {
        takeAll();
        large(entry);
      }
    }
    takeAll();
    commit();
    return report;
  }

  private void takeAll() throws IOException, VaultException {
    while (!ahead.isEmpty()) {
      take(ahead.remove());
    }
  }

  private Small small(InboxEntry entry) throws IOException {
    // An item is a little shorter than its envelope.
    ByteArrayOutputStream item = new ByteArrayOutputStream((int) entry.size());
    return new Small(attempt(entry, item, false), entry.size(), item);
  }

  /** Whatever is wrong with one envelope is its own failure; a broken disk is everybody's. */
  private Attempt attempt(InboxEntry entry, OutputStream out, boolean sideBySide)
      throws IOException {
    try {
      EnvelopeOpener.Filed filed =
          opener.open(
              inbox.file(entry.sha256()), entry.sha256(), sealer, out, sideBySide, progress);
      return new Attempt(new OpenReport.Opened(entry.sha256(), filed.item(), filed.place()), null);
    } catch (EnvelopeException e) {
      Outcome outcome = e.othersMayOpen() ? Outcome.WAITS : Outcome.UNDECIPHERABLE;
      return new Attempt(null, new Failed(entry.sha256(), outcome, e.reason().name()));
    } catch (AlteredException e) {
      return new Attempt(null, altered(entry));
    } catch (RuntimeException | StackOverflowError e) {
      return new Attempt(null, new Failed(entry.sha256(), Outcome.FAULT, Defect.of(e).words()));
    }
  }

  private void take(Future<Small> future) throws IOException, VaultException {
    Small small = get(future);
    aheadBytes -= small.bytes();
    Attempt attempt = small.attempt();
    if (attempt.opened() != null) {
      PackWriter current = pack();
      small.item().writeTo(current.out());
      accept(current, attempt.opened());
    } else if (attempt.failed() != null) {
      fail(attempt.failed());
    }
  }

  private static Small get(Future<Small> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void large(InboxEntry entry) throws IOException, VaultException {
    PackWriter current = pack();
    Attempt attempt = attempt(entry, current.out(), true);
    if (attempt.opened() != null) {
      accept(current, attempt.opened());
    } else if (attempt.failed() != null) {
      current.reject();
      fail(attempt.failed());
    }
  }

  private static Failed altered(InboxEntry entry) {
    return new Failed(entry.sha256(), Outcome.ALTERED, Outcome.ALTERED.name());
  }

  private void fail(Failed failed) throws IOException {
    switch (failed.outcome()) {
      case UNDECIPHERABLE -> log.append("failure", details(failed));
      case FAULT -> log.append("fault", details(failed));
      case ALTERED ->
          // Out of the way of a fresh import, and not lost.
          Files.move(
              inbox.file(failed.sha256()),
              inbox.directory().resolve(failed.sha256() + ".altered"),
              StandardCopyOption.ATOMIC_MOVE);
      case WAITS -> {
        // Nothing happened to it.
      }
    }
    report.add(failed);
  }

  private static ObjectNode details(Failed failed) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("envelope", failed.sha256())
        .put("reason", failed.reason());
  }

  private PackWriter pack() throws IOException {
    if (pack == null) {
      pack = vault.newPack(random);
    }
    return pack;
  }

  private void accept(PackWriter current, OpenReport.Opened opened)
      throws IOException, VaultException {
    current.accept();
    packed.add(opened);
    if (current.size() >= PACK_BYTES || packed.size() >= PACK_ITEMS) {
      commit();
    }
  }

  private void commit() throws IOException, VaultException {
    PackWriter current = pack;
    if (current == null || current.isEmpty()) {
      log.commit(quorum.signers());
      return;
    }
    current.flush();
    for (OpenReport.Opened each : packed) {
      log.append(
          "open", vault.openDetails(current.id(), each.item(), each.sha256(), Vault.TESTIMONY));
    }
    current.keep();
    log.commit(quorum.signers());
    vault.publish(current);
    current.close();
    packed.forEach(report::add);
    packed.clear();
    pack = null;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    if (pack != null) {
      pack.close();
    }
  }
}
