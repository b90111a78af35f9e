package org.taniq.courier;

import java.util.Locale;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;
import org.taniq.courier.transport.Origin;
import org.taniq.courier.transport.TransportException;
import org.taniq.parcel.ParcelException;

/** What can go wrong while carrying. */
public enum CourierProblem implements Problem {
  NOT_AN_ADDRESS(ExitCode.USAGE),
  NEEDS_TLS(ExitCode.USAGE),
  BAD_ONION(ExitCode.USAGE),
  BAD_PROXY(ExitCode.USAGE),
  NEEDS_PROXY(ExitCode.USAGE),
  NEEDS_DIRECT(ExitCode.USAGE),
  BAD_INSTANCE(ExitCode.USAGE),
  NO_PROXY(ExitCode.UNREACHABLE),
  UNREACHABLE(ExitCode.UNREACHABLE),
  NOT_TRUSTED(ExitCode.UNREACHABLE),
  WRONG_NAME(ExitCode.UNREACHABLE),
  OUT_OF_DATE(ExitCode.UNREACHABLE),
  CUT(ExitCode.UNREACHABLE),
  SILENT(ExitCode.UNREACHABLE),
  BAD_ANSWER(ExitCode.UNREACHABLE),
  SERVER_BUSY(ExitCode.UNREACHABLE),
  NOT_AN_ENVELOPE(ExitCode.REFUSED),
  FILE_CHANGED(ExitCode.REFUSED),
  NOT_TAKEN(ExitCode.REFUSED),
  KEY_MISSING(ExitCode.IO),
  KEY_DAMAGED(ExitCode.REFUSED),
  KEY_OPEN(ExitCode.REFUSED),
  STALE(ExitCode.CLOCK),
  CLOCK_AHEAD(ExitCode.CLOCK),
  CLOCK_BEHIND(ExitCode.CLOCK),
  WRONG_AUTHORITY(ExitCode.REFUSED),
  UNAUTHORISED(ExitCode.REFUSED),
  REFUSED(ExitCode.REFUSED),
  FORK(ExitCode.ALARM),
  OTHER_INSTANCE(ExitCode.REFUSED),
  NOT_A_PARCEL(ExitCode.REFUSED),
  NOT_FINISHED(ExitCode.REFUSED),
  BAD_MANIFEST(ExitCode.REFUSED),
  WRONG_KIND(ExitCode.REFUSED),
  WRONG_INSTANCE(ExitCode.REFUSED),
  DAMAGED(ExitCode.REFUSED),
  FULL(ExitCode.REFUSED),
  NOTHING_TO_PUSH(ExitCode.REFUSED),
  TOO_LITTLE_SPACE(ExitCode.IO);

  private final ExitCode exit;

  CourierProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "courier";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }

  /** The constant's name as texts are keyed. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static CourierProblem of(TransportException.Reason reason) {
    return switch (reason) {
      case NO_PROXY -> NO_PROXY;
      case UNREACHABLE -> UNREACHABLE;
      case NOT_TRUSTED -> NOT_TRUSTED;
      case WRONG_NAME -> WRONG_NAME;
      case OUT_OF_DATE -> OUT_OF_DATE;
      case CUT -> CUT;
      case SILENT -> SILENT;
      case BAD_ANSWER -> BAD_ANSWER;
    };
  }

  static CourierProblem of(Origin.Fault fault) {
    return switch (fault) {
      case NOT_AN_ADDRESS -> NOT_AN_ADDRESS;
      case NEEDS_TLS -> NEEDS_TLS;
      case BAD_ONION -> BAD_ONION;
    };
  }

  /** The problem of a parcel that cannot be used. */
  public static CourierProblem of(ParcelException.Reason reason) {
    return switch (reason) {
      case NOT_A_PARCEL -> NOT_A_PARCEL;
      case NOT_FINISHED -> NOT_FINISHED;
      case BAD_MANIFEST -> BAD_MANIFEST;
      case WRONG_KIND -> WRONG_KIND;
      case WRONG_INSTANCE -> WRONG_INSTANCE;
      case DAMAGED -> DAMAGED;
      case FULL -> FULL;
    };
  }
}
