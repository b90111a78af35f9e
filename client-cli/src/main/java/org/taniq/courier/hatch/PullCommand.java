package org.taniq.courier.hatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.courier.Amount;
import org.taniq.courier.CourierHome;
import org.taniq.courier.Waiting;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq-courier pull}: collects envelopes into a parcel. */
@Command(
    name = "pull",
    description = {
      "Copies all envelopes that were not carried yet from the server into a parcel.",
      "",
      "Cut off at any moment, the same command goes on where it stopped. Nothing is deleted on the"
          + " server. Unplug the stick only when it says that it is safe."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  taniq-courier pull --hatch http://ADDRESS.onion /media/a/in",
      "  taniq-courier pull --hatch http://ADDRESS.onion --again /media/b/in",
      "  taniq inbox import /media/a/in     (on the offline laptop)"
    })
public final class PullCommand extends TaniqCommand {
  private final Waiting waiting;

  @Mixin private Hatch hatch = new Hatch();

  @Option(
      names = "--again",
      description = "Also what was carried before, as far as the server still has it.")
  private boolean again;

  @Parameters(
      paramLabel = "PARCEL",
      description = "The parcel's directory: a new one, or one to add to.")
  private Path directory = Path.of("");

  public PullCommand(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Path lock = CourierHome.state(session.home()).resolve("lock");
    try (FileChannel held =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Two at once would write over each other in one parcel.
      if (held.tryLock() == null) {
        throw new Refusal(TerminalProblem.HOME_BUSY, session.home().directory());
      }
      return hatch.open(session, waiting, (client, status) -> pull(session, client, status));
    }
  }

  private Outcome pull(Session session, HatchClient client, ServerStatus status)
      throws IOException, Refusal {
    Carried carried = Carried.of(CourierHome.state(session.home()), status.instance());
    Pull pull = new Pull(client, session.terminal());
    List<ParcelEntry> listed = pull.list();
    List<ParcelEntry> wanted = new ArrayList<>(listed);
    wanted.removeIf(entry -> !again && carried.has(entry));
    Tally tally = new Tally();
    if (!wanted.isEmpty() || Files.isDirectory(directory)) {
      try {
        fill(session, pull, status.instance(), wanted, tally);
      } catch (ParcelException e) {
        throw Parcels.refusal(e, directory, session.terminal());
      }
      carried.add(tally.whole, listed);
    }
    return tally.outcome(session.terminal(), directory);
  }

  private void fill(
      Session session, Pull pull, String instance, List<ParcelEntry> wanted, Tally tally)
      throws IOException, Refusal, ParcelException {
    LocalDate day = session.clockDate();
    ParcelWriter writer = ParcelWriter.open(directory, ParcelKind.INCOMING, instance);
    List<ParcelEntry> chosen = pull.choose(wanted, writer, directory);
    writer.plan(chosen, day);
    long bytes = 0;
    for (ParcelEntry entry : chosen) {
      bytes += Math.max(0, entry.size() - writer.begun(entry));
    }
    try (Progress progress = session.terminal().bytes("courier.pulling", bytes)) {
      for (ParcelEntry entry : chosen) {
        if (!writer.holds(entry)) {
          tally.count(entry, pull.fetch(entry, writer, progress));
        }
      }
    }
    tally.whole.addAll(writer.finish(day).entries());
    tally.left = wanted.size() - chosen.size();
  }

  /** What came of it. */
  private static final class Tally {
    private final List<ParcelEntry> whole = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();
    private int carried;
    private int gone;
    private int left;
    private long bytes;

    void count(ParcelEntry entry, Pull.End end) {
      switch (end) {
        case CARRIED -> {
          carried++;
          bytes += entry.size();
        }
        case GONE -> gone++;
        case DAMAGED -> damaged.add(Pull.id(entry));
      }
    }

    Outcome outcome(Terminal terminal, Path directory) {
      if (carried == 0) {
        terminal.line("courier.nothing-new");
      } else {
        terminal.line("courier.pulled", carried, Amount.of(bytes));
      }
      if (left > 0) {
        terminal.line("courier.left", left);
      }
      if (!damaged.isEmpty()) {
        terminal.line("courier.damaged-count", damaged.size());
      }
      if (!whole.isEmpty()) {
        terminal.line("courier.safe", directory, whole.size());
      }
      ObjectNode json = Outcome.object();
      json.put("carried", carried).put("bytes", bytes).put("gone", gone).put("left", left);
      json.put("entries", whole.size()).put("parcel", FileNames.text(directory));
      ArrayNode ids = json.putArray("damaged");
      damaged.forEach(ids::add);
      return new Outcome(damaged.isEmpty() ? ExitCode.OK : ExitCode.REFUSED, json);
    }
  }
}
