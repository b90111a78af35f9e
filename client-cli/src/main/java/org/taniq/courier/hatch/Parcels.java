package org.taniq.courier.hatch;

import java.nio.file.Path;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.CourierProblem;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelException.Problem;

/** Says what is wrong with a parcel. */
final class Parcels {
  private static final int MOST_NAMED = 20;

  private Parcels() {}

  /** Names the wrong files on the terminal, and gives the command's end. */
  static Refusal refusal(ParcelException e, Path directory, Terminal terminal) {
    for (Problem problem : e.problems().subList(0, Math.min(MOST_NAMED, e.problems().size()))) {
      switch (problem.fault()) {
        case MISSING -> terminal.note("courier.file-missing", problem.name());
        case ALTERED -> terminal.note("courier.file-altered", problem.name());
        case EXTRA -> terminal.note("courier.file-extra", problem.name());
        case NOT_A_FILE -> terminal.note("courier.file-strange", problem.name());
      }
    }
    return new Refusal(CourierProblem.of(e.reason()), directory, e.problems().size());
  }
}
