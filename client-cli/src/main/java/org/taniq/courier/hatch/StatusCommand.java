package org.taniq.courier.hatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.Amount;
import org.taniq.courier.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code taniq-courier status}: how the server is. */
@Command(
    name = "status",
    description = "Asks the server how it is: envelopes, space, bulletin, clock.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  taniq-courier status --hatch http://ADDRESS.onion",
      "  taniq-courier status --hatch http://ADDRESS.onion --json"
    })
public final class StatusCommand extends TaniqCommand {
  private final Waiting waiting;

  @Mixin private Hatch hatch = new Hatch();

  public StatusCommand(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    return hatch.open(session, waiting, (client, status) -> say(session, status));
  }

  private static Outcome say(Session session, ServerStatus status) {
    Terminal terminal = session.terminal();
    Duration ahead = status.ahead(session.clock().instant());
    terminal.line("courier.status.instance", status.instance());
    terminal.line("courier.status.envelopes", status.envelopes(), Amount.of(status.bytes()));
    terminal.line("courier.status.free", Amount.of(status.free()));
    Long bulletin = status.bulletin();
    if (bulletin == null) {
      terminal.line("courier.status.no-bulletin");
    } else {
      terminal.line("courier.status.bulletin", bulletin);
    }
    LocalDate date = status.date();
    LocalDate until = status.validUntil();
    if (date != null && until != null) {
      long age = ChronoUnit.DAYS.between(date, status.day());
      terminal.line("courier.status.age", age, until);
      if (status.day().isAfter(until)) {
        terminal.warn("courier.status.expired");
      }
    }
    Long site = status.site();
    if (site == null) {
      terminal.line("courier.status.no-site");
    } else {
      terminal.line("courier.status.site", site);
    }
    terminal.line("courier.status.clock", status.day(), ahead.toSeconds());
    ObjectNode json = Outcome.object();
    json.put("instance", status.instance()).put("envelopes", status.envelopes());
    json.put("bytes", status.bytes()).put("free", status.free());
    json.put("bulletin", bulletin).put("site", site);
    json.put("bulletinDate", date == null ? null : date.toString());
    json.put("bulletinValidUntil", until == null ? null : until.toString());
    json.put("day", status.day().toString()).put("clockAheadSeconds", ahead.toSeconds());
    return Outcome.ok(json);
  }
}
