package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.parcel.Parcel;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelException.Fault;
import org.taniq.parcel.ParcelKind;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq inbox import}. */
@Command(
    name = "import",
    description = {
      "Copy envelopes from the courier's parcel, or from single files, into this laptop's inbox.",
      "Every file is compared with the parcel's list. Importing again changes nothing."
    },
    footer = {"", "Example:", "  taniq inbox import /media/stick/parcel-2026-11-23"})
final class InboxImport extends TaniqCommand {
  @Parameters(
      paramLabel = "PARCEL|FILE",
      arity = "1..*",
      description = "A parcel's directory, or an envelope.")
  private List<Path> sources = List.of();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    ObjectNode json = Outcome.object();
    ArrayNode problems = json.putArray("problems");
    Terminal terminal = session.terminal();
    try (Laptop laptop = Laptop.open(session);
        Importer importer = new Importer(laptop.inbox(), laptop.log())) {
      for (Path source : sources) {
        if (Files.isDirectory(source)) {
          parcel(source, laptop, importer, problems, terminal);
        } else {
          file(source, importer);
        }
      }
      importer.commit();
      terminal.line("inbox.imported", importer.imported(), importer.known());
      json.put("imported", importer.imported()).put("known", importer.known());
    }
    return new Outcome(problems.isEmpty() ? ExitCode.OK : ExitCode.REFUSED, json);
  }

  private static void parcel(
      Path directory, Laptop laptop, Importer importer, ArrayNode problems, Terminal terminal)
      throws Refusal, IOException {
    Parcel parcel;
    try {
      parcel = Parcel.open(directory, ParcelKind.INCOMING);
    } catch (ParcelException e) {
      throw refusal(e, directory);
    }
    if (!parcel.manifest().instance().equals(HexFormat.of().formatHex(laptop.instance()))) {
      throw new Refusal(InboxProblem.PARCEL_WRONG_INSTANCE, directory);
    }
    for (ParcelException.Problem problem : parcel.inspect()) {
      if (problem.fault() == Fault.EXTRA) {
        tell(problem, problems, terminal);
      }
    }
    try (Progress progress = terminal.bytes("inbox.importing", parcel.totalBytes())) {
      for (ParcelEntry entry : parcel.manifest().entries()) {
        try {
          if (importer.skips(entry.sha256(), entry.size(), entry.arrival())) {
            progress.add(entry.size());
          } else {
            importer.<ParcelException>add(
                entry.sha256(),
                entry.size(),
                entry.arrival(),
                out -> parcel.copy(entry, out, progress::add));
          }
        } catch (ParcelException e) {
          e.problems().forEach(problem -> tell(problem, problems, terminal));
        }
      }
    }
  }

  private static void tell(ParcelException.Problem problem, ArrayNode problems, Terminal terminal) {
    String word =
        switch (problem.fault()) {
          case MISSING -> "missing";
          case ALTERED -> "altered";
          case EXTRA -> "extra";
          case NOT_A_FILE -> "not-a-file";
        };
    terminal.warn("inbox.parcel." + word, problem.name());
    problems.addObject().put("problem", word).put("name", problem.name());
  }

  private static Refusal refusal(ParcelException e, Path directory) {
    return new Refusal(
        switch (e.reason()) {
          case NOT_A_PARCEL, DAMAGED, FULL -> InboxProblem.NOT_A_PARCEL;
          case NOT_FINISHED -> InboxProblem.PARCEL_NOT_FINISHED;
          case BAD_MANIFEST -> InboxProblem.PARCEL_BAD_MANIFEST;
          case WRONG_KIND -> InboxProblem.PARCEL_WRONG_KIND;
          case WRONG_INSTANCE -> InboxProblem.PARCEL_WRONG_INSTANCE;
        },
        directory);
  }

  private static void file(Path file, Importer importer)
      throws Refusal, IOException, EnvelopeException {
    EnvelopeFiles.requireFile(file);
    long size = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 17)) {
      Header header = EnvelopeFiles.header(file, in);
      EnvelopeFiles.requireKind(header, Kind.TESTIMONY);
      Lengths.paddedOf(header.fixed().slots(), size);
    }
    String sha256 = EnvelopeFiles.sha256(file);
    if (!importer.skips(sha256, size, null)) {
      importer.<IOException>add(
          sha256,
          size,
          null,
          out -> {
            Files.copy(file, out);
            if (!EnvelopeFiles.sha256(file).equals(sha256)) {
              throw new org.taniq.protocol.tar.SourceChangedException();
            }
          });
    }
  }
}
