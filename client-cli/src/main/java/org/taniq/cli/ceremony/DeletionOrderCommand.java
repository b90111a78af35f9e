package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.GroupCommand;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq deletion-order}: what the server may delete. */
@Command(
    name = "deletion-order",
    description = "Make the document by which the server deletes envelopes.",
    subcommands = DeletionOrderCommand.Build.class)
public final class DeletionOrderCommand extends GroupCommand {
  private static final int MAX_BYTES = 2 << 20;

  /** {@code taniq deletion-order build}. */
  @Command(
      name = "build",
      description = {
        "Make a deletion order from a list: one line ID SHA256 REASON for each envelope.",
        "REASON is archived or undecipherable. Two different custodians sign it."
      },
      footer = {"", "Example:", "  taniq deletion-order build archived.txt"})
  static final class Build extends TaniqCommand {
    @Parameters(paramLabel = "LIST", description = "The list; lines that start with # say nothing.")
    private Path list = Path.of("");

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "The file; without it outbox/deletion-order-ORDER.json.")
    private @Nullable Path out;

    @Override
    protected Outcome run(Session session) throws Refusal, IOException, SignedException {
      byte[] id = new byte[DeletionOrder.ID_BYTES];
      session.random().nextBytes(id);
      DeletionOrder order =
          new DeletionOrder(
              Documents.of(session).instance(), Bytes.of(id), session.today(), entries());
      byte[] document = order.bytes();
      Home home = session.home();
      Path target =
          out == null
              ? home.made(home.outbox()).resolve("deletion-order-" + order.order().hex() + ".json")
              : out;
      AtomicFile.write(target, document);
      new Summary(session.terminal(), null)
          .show(new Signed(DocumentType.DELETION_ORDER, Bytes.of(document), List.of()));
      session.terminal().line("ceremony.written", target);
      session.terminal().line("ceremony.next-sign", target);
      return Outcome.ok(
          Outcome.object()
              .put("order", order.order().hex())
              .put("entries", order.entries().size())
              .put("file", target.toString()));
    }

    private List<DeletionOrder.Entry> entries() throws Refusal, IOException {
      List<DeletionOrder.Entry> entries = new ArrayList<>();
      int number = 0;
      try {
        for (String line :
            Spelling.parseUtf8(DocumentFile.bytes(list, MAX_BYTES)).split("\n", -1)) {
          number++;
          String plain = line.strip();
          if (!plain.isEmpty() && !plain.startsWith("#")) {
            entries.add(entry(plain.split("\\s+", -1)));
          }
        }
      } catch (MalformedException e) {
        throw new Refusal(CeremonyProblem.ENTRIES_LINE, list, number);
      }
      return entries;
    }

    private static DeletionOrder.Entry entry(String[] words) throws MalformedException {
      if (words.length != 3) {
        throw new MalformedException("not three words");
      }
      for (DeletionOrder.Why why : DeletionOrder.Why.values()) {
        if (why.name().toLowerCase(Locale.ROOT).equals(words[2])) {
          return new DeletionOrder.Entry(
              Bytes.parseHex(words[0], DeletionOrder.ID_BYTES), Bytes.parseHex(words[1], 32), why);
        }
      }
      throw new MalformedException("no such reason");
    }
  }
}
