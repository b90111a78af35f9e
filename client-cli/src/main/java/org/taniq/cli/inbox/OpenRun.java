package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
 * pack's commit: the pack is flushed, the log tells of its items, the pack gets its name. A broken
 * envelope is named and the others go on; a broken disk ends the run, and what was committed stays.
 */
final class OpenRun implements AutoCloseable {
  private static final long SMALL_BYTES = 1 << 19;
  private static final int AHEAD = 64;
  private static final long PACK_BYTES = 64L << 20;
  private static final int PACK_ITEMS = 1024;

  /** What one thread made of a small envelope: an item in memory, or why not. */
  private record Attempt(
      InboxEntry entry,
      EnvelopeOpener.@Nullable Opened opened,
      @Nullable ByteArrayOutputStream item,
      @Nullable Failed failed) {}

  /** An item in the current pack. */
  private record Packed(InboxEntry entry, EnvelopeOpener.Opened opened) {}

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
  private final List<Packed> packed = new ArrayList<>();
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
    Queue<Future<Attempt>> ahead = new ArrayDeque<>();
    for (InboxEntry entry : entries) {
      if (entry.size() <= SMALL_BYTES) {
        ahead.add(threads.submit(() -> small(entry)));
        if (ahead.size() >= AHEAD) {
          take(ahead.remove());
        }
      } else {
        while (!ahead.isEmpty()) {
          take(ahead.remove());
        }
        large(entry);
      }
    }
    while (!ahead.isEmpty()) {
      take(ahead.remove());
    }
    commit();
    return report;
  }

  private Attempt small(InboxEntry entry) throws IOException {
    // An item is a little shorter than its envelope.
    ByteArrayOutputStream item = new ByteArrayOutputStream((int) entry.size());
    try {
      EnvelopeOpener.Opened opened =
          opener.open(inbox.file(entry.sha256()), entry.sha256(), sealer, item, false, progress);
      return new Attempt(entry, opened, item, null);
    } catch (EnvelopeException e) {
      return new Attempt(entry, null, null, failed(entry, e));
    } catch (AlteredException e) {
      return new Attempt(entry, null, null, altered(entry));
    }
  }

  private void take(Future<Attempt> future) throws IOException, VaultException {
    Attempt attempt = get(future);
    if (attempt.opened() != null && attempt.item() != null) {
      PackWriter current = pack();
      attempt.item().writeTo(current.out());
      accept(current, attempt.entry(), attempt.opened());
    } else if (attempt.failed() != null) {
      fail(attempt.failed());
    }
  }

  private static Attempt get(Future<Attempt> future) throws IOException {
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
    try {
      EnvelopeOpener.Opened opened =
          opener.open(
              inbox.file(entry.sha256()), entry.sha256(), sealer, current.out(), true, progress);
      accept(current, entry, opened);
    } catch (EnvelopeException e) {
      current.reject();
      fail(failed(entry, e));
    } catch (AlteredException e) {
      current.reject();
      fail(altered(entry));
    }
  }

  private static Failed failed(InboxEntry entry, EnvelopeException e) {
    Outcome outcome = e.othersMayOpen() ? Outcome.WAITS : Outcome.UNDECIPHERABLE;
    return new Failed(entry.sha256(), outcome, e.reason().name());
  }

  private static Failed altered(InboxEntry entry) {
    return new Failed(entry.sha256(), Outcome.ALTERED, Outcome.ALTERED.name());
  }

  private void fail(Failed failed) throws IOException {
    if (failed.outcome() == Outcome.UNDECIPHERABLE) {
      ObjectNode details = JsonNodeFactory.instance.objectNode();
      log.append(
          "failure", details.put("envelope", failed.sha256()).put("reason", failed.reason()));
    }
    if (failed.outcome() == Outcome.ALTERED) {
      // Out of the way of a fresh import, and not lost.
      Files.move(
          inbox.file(failed.sha256()),
          inbox.directory().resolve(failed.sha256() + ".altered"),
          StandardCopyOption.ATOMIC_MOVE);
    }
    report.add(failed);
  }

  private PackWriter pack() throws IOException {
    if (pack == null) {
      pack = vault.newPack(random);
    }
    return pack;
  }

  private void accept(PackWriter current, InboxEntry entry, EnvelopeOpener.Opened opened)
      throws IOException, VaultException {
    current.accept();
    packed.add(new Packed(entry, opened));
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
    for (Packed each : packed) {
      log.append(
          "open",
          vault.openDetails(
              current.id(), each.opened().item(), each.entry().sha256(), Vault.TESTIMONY));
    }
    current.keep();
    log.commit(quorum.signers());
    vault.publish(current);
    current.close();
    for (Packed each : packed) {
      report.add(
          new OpenReport.Opened(each.entry().sha256(), each.opened().item(), each.opened().json()));
    }
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
