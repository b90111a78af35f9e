package org.taniq.courier.hatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.Waiting;
import org.taniq.courier.transport.Answer;
import org.taniq.parcel.Parcel;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelKind;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code taniq-courier push}: brings signed documents to the server. */
@Command(
    name = "push",
    description = {
      "Brings what the custodians signed from a parcel to the server: the bulletin with replies,"
          + " the site, deletion orders.",
      "",
      "The server takes each as a whole or not at all: cut off in the middle, it goes on serving the"
          + " old one. It takes nothing that is not signed by enough people."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  taniq-courier push --hatch http://ADDRESS.onion /media/stick/to-server"})
public final class PushCommand extends TaniqCommand {
  private final Waiting waiting;

  @Mixin private Hatch hatch = new Hatch();

  @Parameters(paramLabel = "PARCEL", description = "The parcel's directory.")
  private Path directory = Path.of("");

  public PushCommand(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    List<ParcelEntry> entries = new ArrayList<>();
    String instance;
    try {
      Parcel parcel = Parcel.open(directory, ParcelKind.OUTGOING);
      instance = parcel.manifest().instance();
      try (Progress progress = session.terminal().bytes("courier.checking", parcel.totalBytes())) {
        parcel.verify(progress::add);
      }
      entries.addAll(parcel.manifest().entries());
    } catch (ParcelException e) {
      throw Parcels.refusal(e, directory, session.terminal());
    }
    entries.removeIf(entry -> Outgoing.of(entry) == null);
    if (entries.isEmpty()) {
      throw new Refusal(CourierProblem.NOTHING_TO_PUSH, directory);
    }
    // The bulletin brings the charter by which the site and the orders are judged.
    entries.sort(
        Comparator.comparing(Outgoing::of, Comparator.nullsLast(Comparator.naturalOrder())));
    return hatch.open(
        session, waiting, (client, status) -> push(session, client, status, instance, entries));
  }

  private Outcome push(
      Session session,
      HatchClient client,
      ServerStatus status,
      String instance,
      List<ParcelEntry> entries)
      throws IOException, Refusal {
    if (!instance.equals(status.instance())) {
      throw new Refusal(CourierProblem.OTHER_INSTANCE);
    }
    Terminal terminal = session.terminal();
    ObjectNode json = Outcome.object();
    ArrayNode pushed = json.putArray("pushed");
    Map<String, Integer> results = new TreeMap<>();
    for (ParcelEntry entry : entries) {
      Outgoing outgoing = Outgoing.of(entry);
      if (outgoing == null) {
        continue;
      }
      boolean served;
      try (Progress progress = terminal.bytes("courier.pushing", entry.size())) {
        served =
            client.put(
                outgoing.path(),
                directory.resolve(entry.name()),
                entry.sha256(),
                progress::add,
                answer -> take(outgoing, answer, results));
      }
      terminal.line(served ? "courier.taken." + outgoing.word() : "courier.site-waits");
      pushed.add(entry.name());
    }
    int kept = DeletionResults.say(results, terminal, json);
    return new Outcome(kept == 0 ? ExitCode.OK : ExitCode.REFUSED, json);
  }

  /** Reads a good answer; returns false for a site that is not served yet. */
  private static boolean take(Outgoing outgoing, Answer answer, Map<String, Integer> results)
      throws IOException, MalformedException {
    byte[] bytes = answer.bytes(DeletionResults.MAX_BYTES);
    if (outgoing == Outgoing.DELETION_ORDER) {
      DeletionResults.count(bytes, results);
    }
    if (outgoing == Outgoing.SITE && bytes.length > 0) {
      return JsonFields.of(StrictJson.parse(bytes, DeletionResults.MAX_BYTES)).bool("served");
    }
    return true;
  }
}
