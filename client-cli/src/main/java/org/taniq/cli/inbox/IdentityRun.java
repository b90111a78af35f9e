package org.taniq.cli.inbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Defect;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.ItemSealer;
import org.taniq.cli.vault.PackWriter;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultIOException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.open.NestedReader;
import org.taniq.protocol.open.OpenedTestimony;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.open.TestimonyReader;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.ThreadJson;

/**
 * {@code inbox open --identity}: the nested envelopes of testimony that is in the vault, opened by
 * the identity quorum into items of level 1. SPEC §8.1.
 */
final class IdentityRun implements TestimonyReader.Visitor {
  /** Stands for the number of a nested envelope where the testimony itself cannot be read. */
  private static final int WHOLE = -1;

  private final Laptop laptop;
  private final Opened opened;
  private final ItemSealer sealer;
  private final PackWriter pack;
  private final Item parent;
  private final ArrayNode failed;
  private final NestedParts nested;
  private final Set<Integer> known;
  private final List<String> items = new ArrayList<>();
  private @Nullable ThreadJson json;

  /** Highest quorum of what was passed over because more must open it than the vault; else 0. */
  private int mostDemanded;

  /** Ends the reading of a testimony in which nothing is left to open. */
  private static final class NothingLeft extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param known places that are passed over
   */
  private IdentityRun(
      Laptop laptop,
      Opened opened,
      PackWriter pack,
      Item parent,
      ArrayNode failed,
      NestedParts nested,
      Set<Integer> known) {
    this.laptop = laptop;
    this.opened = opened;
    this.sealer = opened.vault().sealer(laptop.session().random());
    this.pack = pack;
    this.parent = parent;
    this.failed = failed;
    this.nested = nested;
    this.known = known;
  }

  /**
   * Opens what is nested in the named testimonies, or in all. What was opened before stays; what
   * opens for nobody is tried again only where it is named. It goes where its testimony lies.
   *
   * @param prefix as {@link VaultChoice#of}
   */
  static Outcome run(Laptop laptop, @Nullable String prefix, List<String> ids, List<String> names)
      throws Refusal, IOException, EnvelopeException, VaultException {
    ObjectNode result = Outcome.object();
    ArrayNode done = result.putArray("opened");
    ArrayNode failed = result.putArray("failed");
    Vault chosen = VaultChoice.of(laptop, prefix, ids);
    VaultFit.requireBegunByQuorum(laptop, chosen);
    try (Opened opened = Opened.unlockBegunByQuorum(laptop, chosen, names, Vault.IDENTITY)) {
      Vault vault = opened.vault();
      laptop.log().commit(opened.quorum().signers());
      NestedParts nested = NestedParts.of(laptop.log().entries());
      DestroyedEpochs gone = DestroyedEpochs.of(laptop);
      Map<String, Set<Integer>> open = open(vault);
      for (Item parent : parents(vault, ids)) {
        try (PackWriter pack = vault.newPack(laptop.session().random())) {
          Set<Integer> known = new HashSet<>(open.getOrDefault(parent.id(), Set.of()));
          if (ids.isEmpty()) {
            known.addAll(nested.broken(parent.envelope()));
          }
          int before = failed.size();
          new IdentityRun(laptop, opened, pack, parent, failed, nested, known).run(done);
          if (failed.size() > before) {
            gone.tell(parent.envelope());
          }
        }
      }
      Terminal terminal = laptop.session().terminal();
      if (exit(failed) == ExitCode.INTERNAL) {
        terminal.note("inbox.fault-hint");
      }
      terminal.line("inbox.identity-opened", done.size(), failed.size());
      if (ids.isEmpty() && prefix == null) {
        VaultChoice.tellOthers(laptop, vault);
      }
      // Failures, and what is nested where, are logged without a pack too.
      laptop.log().commit(opened.quorum().signers());
    }
    return new Outcome(exit(failed), result);
  }

  private static ExitCode exit(ArrayNode failed) {
    for (JsonNode each : failed) {
      if (each.path("outcome").asText().equals(OpenReport.Outcome.FAULT.word())) {
        return ExitCode.INTERNAL;
      }
    }
    return failed.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  /** Each once, however often it is named. */
  private static Set<Item> parents(Vault vault, List<String> ids) throws VaultException {
    Set<Item> parents = new LinkedHashSet<>();
    for (String id : ids) {
      parents.add(vault.item(id));
    }
    if (ids.isEmpty()) {
      vault.items().stream().filter(i -> i.level() == Vault.TESTIMONY).forEach(parents::add);
    }
    return parents;
  }

  /** Places that are open already, by the item id of their testimony. */
  private static Map<String, Set<Integer>> open(Vault vault) {
    return vault.items().stream()
        .filter(each -> each.level() == Vault.IDENTITY)
        .collect(groupingBy(Item::parent, mapping(Item::number, toSet())));
  }

  /**
   * What is nested in one testimony; an item that cannot be read is named, and the others go on.
   */
  private void run(ArrayNode done) throws IOException, VaultException {
    try (InputStream tar = opened.vault().read(parent)) {
      TestimonyReader.read(tar, laptop.instance(), this);
    } catch (NothingLeft e) {
      return;
    } catch (VaultException | VaultIOException e) {
      fail(WHOLE, "", OpenReport.Outcome.WAITS, VaultProblem.ITEM_DAMAGED.name());
    } catch (EnvelopeException e) {
      fail(WHOLE, "", OpenReport.Outcome.WAITS, e.reason().name());
    } catch (RuntimeException | StackOverflowError e) {
      fail(WHOLE, "", OpenReport.Outcome.FAULT, Defect.of(e).words());
    }
    if (mostDemanded > 0) {
      VaultFit.tellLower(laptop, parent.envelope(), mostDemanded, opened.quorumOf(Vault.IDENTITY));
    }
    commit(done);
  }

  @Override
  public void json(OpenedTestimony testimony) throws IOException {
    json = testimony.json();
    note(testimony.json().files());
    if (testimony.json().files().stream().noneMatch(this::isLeft)) {
      throw new NothingLeft();
    }
  }

  /** The log learns once where something is nested: without the quorum nobody sees it. */
  private void note(List<FileEntry> files) {
    if (nested.firstLook(parent.envelope())) {
      ObjectNode details = Outcome.object().put("envelope", parent.envelope());
      ArrayNode places = details.putArray("places");
      files.stream().filter(IdentityRun::isNested).forEach(each -> places.add(place(each)));
      laptop.log().append("nested", details);
    }
  }

  private static boolean isNested(FileEntry file) {
    return file.sealed() || file.path().equals(FileEntry.IDENTITY);
  }

  private boolean isLeft(FileEntry file) {
    return isNested(file) && !known.contains(place(file));
  }

  /** Where a nested envelope lies, as in SPEC §8.3. */
  private static int place(FileEntry file) {
    return file.path().equals(FileEntry.IDENTITY)
        ? 0
        : Integer.parseInt(file.path().substring("attachments/".length()));
  }

  @Override
  public void file(FileEntry file, InputStream content) throws IOException {
    if (!isLeft(file)) {
      return;
    }
    int number = place(file);
    try {
      Header header = Header.read(content);
      EnvelopeFiles.requireKind(header, Kind.IDENTITY);
      long padded = Lengths.paddedOfNested(number > 0, header.fixed().slots(), file.size());
      SealedTo keyset = laptop.trust().of(header, Kind.IDENTITY);
      int demanded = keyset.quorum(Vault.IDENTITY);
      if (demanded > opened.quorumOf(Vault.IDENTITY)) {
        mostDemanded = Math.max(mostDemanded, demanded);
        fail(number, file.path(), OpenReport.Outcome.WAITS, VaultFit.REASON);
        return;
      }
      String item = open(header, keyset, padded, number, content);
      pack.accept();
      items.add(item);
    } catch (EnvelopeException e) {
      fail(number, file.path(), outcome(e), e.reason().name());
    } catch (EnvelopeIOException e) {
      fail(number, file.path(), outcome(e.unwrap()), e.reason().name());
    } catch (RuntimeException | StackOverflowError e) {
      fail(number, file.path(), OpenReport.Outcome.FAULT, Defect.of(e).words());
    }
  }

  private static OpenReport.Outcome outcome(EnvelopeException e) {
    return e.othersMayOpen() ? OpenReport.Outcome.WAITS : OpenReport.Outcome.UNDECIPHERABLE;
  }

  /** Id of the new item. */
  private String open(Header header, SealedTo keyset, long padded, int number, InputStream content)
      throws IOException, EnvelopeException {
    ThreadJson outer = json;
    if (outer == null) {
      throw new IllegalStateException("the JSON comes first");
    }
    byte[] context = NestedReader.context(outer);
    try (Dek dek = opened.quorum().open(header, context, keyset);
        ItemSealer.ItemOutput item = sealer.identity(parent, number, padded, pack.out())) {
      InputStream plaintext = new TeeInput(PayloadOpener.open(header, context, dek, content), item);
      if (number == 0) {
        NestedReader.identity(plaintext);
      } else {
        NestedReader.attachment(plaintext, (attachment, bytes) -> {});
      }
      item.finish();
      return item.id();
    }
  }

  /**
   * @param number place as in SPEC §8.3, or {@link #WHOLE}
   * @param reason of SPEC §2 and §3, or words of a {@link Defect}
   */
  private void fail(int number, String path, OpenReport.Outcome outcome, String reason)
      throws IOException {
    pack.reject();
    laptop
        .session()
        .terminal()
        .warn("inbox.identity-failed", parent.envelope().substring(0, 16), path, reason);
    failed
        .addObject()
        .put("sha256", parent.envelope())
        .put("path", path)
        .put("outcome", outcome.word())
        .put("reason", reason);
    boolean fault = outcome == OpenReport.Outcome.FAULT;
    if (fault || outcome == OpenReport.Outcome.UNDECIPHERABLE) {
      ObjectNode details = Outcome.object().put("envelope", parent.envelope());
      if (number != WHOLE) {
        details.put("place", number);
      }
      laptop.log().append(fault ? "fault" : "failure", details.put("reason", reason));
    }
  }

  private void commit(ArrayNode done) throws IOException, VaultException {
    if (pack.isEmpty()) {
      return;
    }
    pack.flush();
    for (String item : items) {
      laptop
          .log()
          .append(
              "open",
              opened.vault().openDetails(pack.id(), item, parent.envelope(), Vault.IDENTITY));
      done.addObject().put("item", item).put("sha256", parent.envelope());
    }
    pack.keep();
    laptop.log().commit(opened.quorum().signers());
    opened.vault().publish(pack);
  }
}
