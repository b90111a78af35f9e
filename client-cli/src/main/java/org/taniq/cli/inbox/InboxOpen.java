package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.InboxEntry.State;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq inbox open}. */
@Command(
    name = "open",
    description = {
      "Open sealed envelopes into the vault. The quorum of custodians unlocks in turn; nothing is"
          + " written in plain form.",
      "An envelope that is broken, or on which the program fails, is named, and the others go on."
          + " What was opened before is passed over."
    },
    footer = {
      "",
      "Examples:",
      "  taniq inbox open --all",
      "  taniq inbox open --as leyla --as rashad 3fa9c1",
      "  taniq inbox open --identity --as leyla --as rashad --as nigar 3fa9c1",
      "  taniq inbox open --stdout FILE.tnq | tar -t"
    })
final class InboxOpen extends TaniqCommand {
  private static final int WARN_DAYS = 3;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The beginning of an envelope's SHA-256, or of its id.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Everything that was not opened yet.")
  private boolean all;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Whose keyring to unlock; once for each custodian.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--identity",
      description =
          "Open who the submitter is, and what shows it, of testimony that is in the vault. Needs"
              + " the identity quorum.")
  private boolean identity;

  @Option(
      names = "--vault",
      paramLabel = "VAULT",
      description =
          "The beginning of a vault's id, for --identity --all; without it the newest. See: taniq"
              + " vault show")
  private @Nullable String vault;

  @Option(
      names = "--stdout",
      paramLabel = "FILE",
      description =
          "Open this one envelope and write its tar in plain form to standard output, once all of"
              + " it was verified. The custody log notes it.")
  private @Nullable Path plain;

  @Option(names = "--force", description = "With --stdout: to a terminal, too.")
  private boolean force;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    Opened.warmUp();
    try (Laptop laptop = Laptop.open(session)) {
      if (plain != null) {
        if (session.terminal().contentIsShown() && !force) {
          throw new Refusal(InboxProblem.STDOUT_IS_TERMINAL);
        }
        return PlainOpening.run(laptop, plain, names);
      }
      if (!all && ids.isEmpty()) {
        throw new Refusal(InboxProblem.NOTHING_NAMED);
      }
      if (identity) {
        return IdentityRun.run(laptop, vault, ids, names);
      }
      if (vault != null) {
        throw new Refusal(InboxProblem.VAULT_FOR_IDENTITY);
      }
      return open(laptop, chosen(laptop.inbox()));
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  /** What was named, or with --all everything sealed; what was opened before is left out. */
  private List<InboxEntry> chosen(Inbox inbox) throws Refusal {
    Set<InboxEntry> chosen = new LinkedHashSet<>();
    if (all) {
      inbox.entries().stream().filter(e -> e.state() == State.SEALED).forEach(chosen::add);
    }
    for (String id : ids) {
      List<InboxEntry> found = inbox.matching(id);
      if (found.size() != 1) {
        throw new Refusal(InboxProblem.UNKNOWN_ENVELOPE, id);
      }
      State state = found.get(0).state();
      if (state == State.SEALED || state == State.UNDECIPHERABLE) {
        chosen.add(found.get(0));
      }
    }
    return List.copyOf(chosen);
  }

  private Outcome open(Laptop laptop, List<InboxEntry> entries)
      throws Refusal, IOException, EnvelopeException, VaultException {
    Session session = laptop.session();
    Optional<Vault> newest = VaultFit.taking(laptop);
    requireYoung(session.terminal(), session.today(), newest);
    if (newest.isPresent()) {
      VaultFit.requireNobodyWithdrawn(laptop, newest.get());
    }
    ObjectNode json = Outcome.object();
    if (entries.isEmpty()) {
      session.terminal().line("inbox.nothing-to-open");
      json.putArray("opened");
      json.putArray("failed");
      return Outcome.ok(json);
    }
    long total = entries.stream().mapToLong(InboxEntry::size).sum();
    try (Opened opened = Opened.unlockOrBegin(laptop, newest.orElse(null), names)) {
      laptop.log().commit(opened.quorum().signers());
      Set<String> weaker =
          VaultFit.weaker(laptop, opened, entries.stream().map(InboxEntry::sha256).toList());
      List<InboxEntry> fitting =
          entries.stream().filter(each -> !weaker.contains(each.sha256())).toList();
      OpenReport report = run(laptop, opened, fitting, total);
      weaker.forEach(
          each ->
              report.add(new OpenReport.Failed(each, OpenReport.Outcome.WAITS, VaultFit.REASON)));
      tell(session.terminal(), report, json);
      DestroyedEpochs gone = DestroyedEpochs.of(laptop);
      for (OpenReport.Failed each : report.failed()) {
        gone.tell(each.sha256());
      }
      Sittings.read(laptop, opened.vault(), report.places())
          .print(session.terminal(), json.putArray("sittings"));
      return new Outcome(exit(report), json);
    }
  }

  private static ExitCode exit(OpenReport report) {
    if (report.hasFault()) {
      return ExitCode.INTERNAL;
    }
    return report.failed().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private static OpenReport run(Laptop laptop, Opened opened, List<InboxEntry> entries, long total)
      throws IOException, VaultException {
    Session session = laptop.session();
    try (Progress progress = session.terminal().bytes("inbox.opening", total);
        OpenRun run =
            new OpenRun(
                laptop.inbox(),
                opened.vault(),
                laptop.log(),
                opened.quorum(),
                new EnvelopeOpener(opened.quorum(), laptop.trust(), laptop.instance()),
                session.random(),
                shared(progress))) {
      return run.run(entries);
    }
  }

  /** Progress is drawn by one thread at a time, and not for every buffer. */
  private static java.util.function.LongConsumer shared(Progress progress) {
    AtomicLong waiting = new AtomicLong();
    return bytes -> {
      if (waiting.addAndGet(bytes) >= 1 << 20) {
        synchronized (progress) {
          progress.add(waiting.getAndSet(0));
        }
      }
    };
  }

  private static void requireYoung(Terminal terminal, LocalDate today, Optional<Vault> vault)
      throws Refusal {
    if (vault.isEmpty()) {
      return;
    }
    LocalDate last = vault.get().lastDay();
    if (today.isAfter(last)) {
      throw new Refusal(VaultProblem.VAULT_EXPIRED);
    }
    if (today.isAfter(last.minusDays(WARN_DAYS))) {
      terminal.warn("vault.soon", last);
    }
  }

  private static void tell(Terminal terminal, OpenReport report, ObjectNode json) {
    ArrayNode opened = json.putArray("opened");
    for (OpenReport.Opened each : report.opened()) {
      opened.addObject().put("sha256", each.sha256()).put("item", each.item());
    }
    ArrayNode failed = json.putArray("failed");
    for (OpenReport.Failed each : report.failed()) {
      failed
          .addObject()
          .put("sha256", each.sha256())
          .put("outcome", each.word())
          .put("reason", each.reason());
      terminal.warn("inbox.failed." + each.word(), each.sha256().substring(0, 16), each.reason());
    }
    if (report.hasFault()) {
      terminal.note("inbox.fault-hint");
    }
    terminal.line("inbox.opened", report.opened().size(), report.failed().size());
  }
}
