package org.taniq.cli.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.Contents;
import org.taniq.cli.inbox.InboxProblem;
import org.taniq.cli.inbox.Laptop;
import org.taniq.cli.inbox.Opened;
import org.taniq.cli.inbox.PartialExports;
import org.taniq.cli.inbox.VaultChoice;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultIOException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.ThreadJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq export}. */
@Command(
    name = "export",
    description = {
      "Write opened testimony in plain form into a new directory, as a BagIt bag: the files byte"
          + " for byte as they were, under names that every medium takes, with the custody log's"
          + " lines.",
      "This is the only command that writes plaintext to a disk. The custody log notes it."
    },
    footer = {
      "",
      "Examples:",
      "  taniq export 3fa9c1 --out /media/stick/case-17",
      "  taniq export --all --json --as leyla --as rashad --out case-17",
      "  taniq export --identity --as leyla --as rashad --as nigar 3fa9c1 --out case-17",
      "  taniq export --remove-partial"
    })
public final class Export extends TaniqCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The beginning of an item's id, or of its envelope's SHA-256.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Everything that is in one vault.")
  private boolean all;

  @Option(
      names = "--vault",
      paramLabel = "VAULT",
      description =
          "The beginning of a vault's id, for --all; without it the newest. See: taniq vault show")
  private @Nullable String vault;

  @Option(names = "--out", paramLabel = "DIR", description = "A directory that is not there yet.")
  private @Nullable Path out;

  @Option(
      names = "--remove-partial",
      description =
          "Remove, after asking, what exports left that were cut short by a kill or a power loss;"
              + " with --out also what lies beside that directory. Exports nothing.")
  private boolean removePartial;

  @Option(
      names = "--identity",
      description = "Also who the submitter is, where it was opened. Needs the identity quorum.")
  private boolean identity;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Whose keyring to unlock; once for each custodian.")
  private List<String> names = new ArrayList<>();

  /**
   * A testimony on its way out: its place among the others, not its JSON, of which many would not
   * fit into memory together.
   *
   * @param number 0 for what has a narrative and consents
   * @param bytes of its files
   */
  private record Part(Item item, String thread, String sitting, int number, long bytes) {
    static Part of(Item item, ThreadJson json) {
      return new Part(
          item,
          Spelling.hex(json.thread()),
          Spelling.hex(json.sitting()),
          json.number(),
          Contents.size(json));
    }
  }

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    PartialExports exports = new PartialExports(session.home());
    if (removePartial) {
      return new Leftovers(session.terminal(), exports).remove(out);
    }
    if (!all && ids.isEmpty()) {
      throw new Refusal(InboxProblem.NOTHING_NAMED);
    }
    if (out == null) {
      throw new Refusal(InboxProblem.EXPORT_NOWHERE);
    }
    if (Bag.exists(out)) {
      throw new Refusal(InboxProblem.EXPORT_EXISTS, out);
    }
    new Leftovers(session.terminal(), exports).offer(out);
    return export(session, exports, out);
  }

  private Outcome export(Session session, PartialExports exports, Path target)
      throws Refusal, IOException, SignedException, EnvelopeException {
    int level = identity ? Vault.IDENTITY : Vault.TESTIMONY;
    try (Laptop laptop = Laptop.open(session);
        Opened opened = Opened.unlock(laptop, VaultChoice.of(laptop, vault, ids), names, level)) {
      laptop.log().commit(opened.quorum().signers());
      List<Part> parts = parts(laptop, opened.vault());
      Custody.begin(laptop.log(), opened, parts.stream().map(Part::item).toList(), level);
      laptop.log().commit(opened.quorum().signers());
      ObjectNode json = StrictJson.object();
      byte[] name = new byte[8];
      session.random().nextBytes(name);
      try (Bag bag = new Bag(target, exports, HexFormat.of().formatHex(name))) {
        write(bag, laptop, opened, parts, level, json);
      }
      tell(laptop, opened.vault(), parts, json, target);
      if (all && vault == null) {
        VaultChoice.tellOthers(laptop, opened.vault());
      }
      return Outcome.ok(json.put("out", FileNames.text(target)));
    } catch (VaultIOException e) {
      throw VaultProblem.refusal(e.unwrap());
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  /** In the order of thread, sitting and part. */
  private List<Part> parts(Laptop laptop, Vault from)
      throws Refusal, IOException, EnvelopeException, VaultException {
    Set<Item> chosen = new LinkedHashSet<>();
    if (all) {
      from.items().stream().filter(i -> i.level() == Vault.TESTIMONY).forEach(chosen::add);
    }
    for (String id : ids) {
      Item item = from.item(id);
      if (item.level() != Vault.TESTIMONY) {
        throw new Refusal(InboxProblem.EXPORT_NOT_OPENED, id);
      }
      chosen.add(item);
    }
    List<Part> parts = new ArrayList<>();
    for (Item item : chosen) {
      parts.add(Part.of(item, Contents.head(from, item, laptop.instance())));
    }
    parts.sort(
        Comparator.comparing(Part::thread)
            .thenComparing(Part::sitting)
            .thenComparing(Part::number));
    return parts;
  }

  private void write(
      Bag bag, Laptop laptop, Opened opened, List<Part> parts, int level, ObjectNode json)
      throws Refusal, IOException, EnvelopeException, VaultException {
    Session session = laptop.session();
    ArrayNode files = json.putArray("files");
    long total = parts.stream().mapToLong(Part::bytes).sum();
    try (Progress progress = session.terminal().bytes("inbox.exporting", total)) {
      for (Part part : parts) {
        PartExport export = new PartExport(bag, part.item(), session.today(), files, progress::add);
        export.testimony(opened.vault(), laptop.instance());
        if (identity) {
          for (Item nested : opened.vault().items()) {
            if (nested.parent().equals(part.item().id())) {
              export.identity(opened.vault(), nested);
            }
          }
        }
      }
    }
    bag.tag("files.json", StrictJson.pretty(json));
    byte[] salt = new byte[32];
    session.random().nextBytes(salt);
    List<Item> items = parts.stream().map(Part::item).toList();
    bag.tag("custody.json", Custody.excerpt(laptop.log(), opened, items, salt));
    bag.tag("bag-info.txt", info(session, laptop, bag));
    String hash = Custody.note(laptop.log(), opened, items, level, salt, bag.manifest());
    bag.seal();
    laptop.log().commit(opened.quorum().signers());
    bag.publish();
    Custody.published(laptop.log(), hash);
    laptop.log().commit(opened.quorum().signers());
  }

  private static byte[] info(Session session, Laptop laptop, Bag bag) throws Refusal, IOException {
    return ("Bagging-Date: "
            + session.today()
            + "\nPayload-Oxum: "
            + bag.oxum()
            + "\nTaniq-Instance: "
            + HexFormat.of().formatHex(laptop.instance())
            + "\nTaniq-Custody-Head: "
            + laptop.log().last().hash()
            + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void tell(Laptop laptop, Vault from, List<Part> parts, ObjectNode json, Path target)
      throws Refusal, IOException, EnvelopeException, VaultException {
    Terminal terminal = laptop.session().terminal();
    LocalDate today = laptop.session().today();
    for (Part part : parts) {
      if (part.number() == 0
          && Contents.head(from, part.item(), laptop.instance()) instanceof TestimonyJson told) {
        for (Consent consent : told.consent()) {
          terminal.line(
              "inbox.consent", ConsentText.who(consent), ConsentText.brief(consent, today));
        }
      }
    }
    json.path("files")
        .forEach(
            file ->
                terminal.plain(file.path("path").asText() + "  " + file.path("name").asText("")));
    terminal.line("inbox.exported", parts.size(), target);
  }
}
