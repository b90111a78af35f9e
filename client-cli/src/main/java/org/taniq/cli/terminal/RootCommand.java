package org.taniq.cli.terminal;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command of {@code taniq} has. */
@Command(
    name = "taniq",
    description = {
      "Seals, signs and opens testimony on a machine without a network.",
      "Keys stay locked while a network interface other than loopback is up. What a command does"
          + " is told in lines on standard output, or with --json in one object."
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:done",
      " 1:input refused: damaged, not verified or not allowed; nothing was written",
      " 2:wrong command line",
      " 3:wrong or missing passphrase",
      " 4:fewer custodians than the quorum",
      " 5:a file could not be read or written, or the disk is full",
      " 6:a network interface is up, keys stay locked",
      " 7:the laptop's clock disagrees with the signed documents",
      " 8:alarm: rollback, or two documents in one place",
      "70:a defect of the program"
    })
public final class RootCommand {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Where this laptop keeps its files; without it .taniq in your home directory.")
  @Nullable Path home;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write the result as one JSON object to standard output.")
  boolean json;

  @Option(
      names = "--lang",
      scope = ScopeType.INHERIT,
      paramLabel = "LANG",
      description = "Language of messages: az, ru or en; without it by LC_ALL or LANG.")
  @Nullable String lang;

  @Option(
      names = "--passphrase-fd",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description =
          "Read passphrases from this file descriptor, one a line, in the order in which they are"
              + " asked for.")
  @Nullable Integer passphraseFd;

  @Option(
      names = "--allow-network",
      scope = ScopeType.INHERIT,
      description = "Unlock keys although a network interface is up. Warns each time.")
  boolean allowNetwork;

  @Option(
      names = "--date",
      scope = ScopeType.INHERIT,
      paramLabel = "YYYY-MM-DD",
      description =
          "Today's date, when the laptop's clock is wrong. Refused when it is ahead of the clock"
              + " and more than 92 days after the newest signed document.")
  @Nullable LocalDate date;

  @Option(
      names = "--date-is-right",
      scope = ScopeType.INHERIT,
      description =
          "Take --date however far ahead it is. What is written by a date stays: this laptop then"
              + " refuses every earlier one.")
  boolean dateIsRight;

  @Option(
      names = "--yes",
      scope = ScopeType.INHERIT,
      description = "Confirm in advance what would be asked. For scripts.")
  boolean yes;

  @Option(
      names = "--demo",
      scope = ScopeType.INHERIT,
      description = "Accept a charter that is marked as a demonstration.")
  boolean demo;
}
