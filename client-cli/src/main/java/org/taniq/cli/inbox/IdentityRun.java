package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
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
  private final Laptop laptop;
  private final Opened opened;
  private final ItemSealer sealer;
  private final PackWriter pack;
  private final Item parent;
  private final ArrayNode failed;
  private final List<String> items = new ArrayList<>();
  private @Nullable ThreadJson json;

  private IdentityRun(
      Laptop laptop, Opened opened, PackWriter pack, Item parent, ArrayNode failed) {
    this.laptop = laptop;
    this.opened = opened;
    this.sealer = opened.vault().sealer(laptop.session().random());
    this.pack = pack;
    this.parent = parent;
    this.failed = failed;
  }

  /** Opens what is nested in the named testimonies, or in all; what was opened before stays. */
  static Outcome run(Laptop laptop, List<String> ids, List<String> names)
      throws Refusal, IOException, EnvelopeException, VaultException {
    ObjectNode result = Outcome.object();
    ArrayNode done = result.putArray("opened");
    ArrayNode failed = result.putArray("failed");
    try (Opened opened = Opened.unlock(laptop, names, Vault.IDENTITY)) {
      Vault vault = opened.vault();
      laptop.log().commit(opened.quorum().signers());
      for (Item parent : parents(vault, ids)) {
        try (PackWriter pack = vault.newPack(laptop.session().random());
            InputStream tar = vault.read(parent)) {
          IdentityRun run = new IdentityRun(laptop, opened, pack, parent, failed);
          TestimonyReader.read(tar, laptop.instance(), run);
          run.commit(done);
        }
      }
      Terminal terminal = laptop.session().terminal();
      terminal.line("inbox.identity-opened", done.size(), failed.size());
      // Failures are logged without a pack too.
      laptop.log().commit(opened.quorum().signers());
    }
    return new Outcome(failed.isEmpty() ? ExitCode.OK : ExitCode.REFUSED, result);
  }

  private static List<Item> parents(Vault vault, List<String> ids) throws VaultException {
    List<Item> parents = new ArrayList<>();
    for (String id : ids) {
      parents.add(vault.item(id));
    }
    if (ids.isEmpty()) {
      vault.items().stream().filter(i -> i.level() == Vault.TESTIMONY).forEach(parents::add);
    }
    return parents.stream()
        .filter(
            parent -> vault.items().stream().noneMatch(each -> each.parent().equals(parent.id())))
        .toList();
  }

  @Override
  public void json(OpenedTestimony testimony) {
    json = testimony.json();
  }

  @Override
  public void file(FileEntry file, InputStream content) throws IOException {
    boolean identity = file.path().equals(FileEntry.IDENTITY);
    if (!identity && !file.sealed()) {
      return;
    }
    int number = identity ? 0 : Integer.parseInt(file.path().substring("attachments/".length()));
    try {
      open(file.size(), number, content);
      pack.accept();
    } catch (EnvelopeException e) {
      fail(number, file.path(), e);
    } catch (EnvelopeIOException e) {
      fail(number, file.path(), e.unwrap());
    }
  }

  private void open(long size, int number, InputStream content)
      throws IOException, EnvelopeException {
    ThreadJson outer = json;
    if (outer == null) {
      throw new IllegalStateException("the JSON comes first");
    }
    Header header = Header.read(content);
    SealedTo keyset = laptop.trust().find(header.fixed().keysetId());
    if (keyset == null) {
      throw new EnvelopeException(Reason.WRONG_KEYSET);
    }
    header
        .fixed()
        .require(
            Kind.IDENTITY,
            keyset.recipients().keysetId(),
            keyset.quorum(Kind.IDENTITY),
            keyset.recipients().slots());
    long padded = Lengths.paddedOf(Kind.IDENTITY, header.fixed().slots(), size);
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
      items.add(item.id());
    }
  }

  private void fail(int number, String path, EnvelopeException e) throws IOException {
    pack.reject();
    laptop
        .session()
        .terminal()
        .warn("inbox.identity-failed", parent.envelope().substring(0, 16), path, e.reason().name());
    failed
        .addObject()
        .put("sha256", parent.envelope())
        .put("path", path)
        .put("reason", e.reason().name());
    if (!e.othersMayOpen()) {
      laptop
          .log()
          .append(
              "failure",
              Outcome.object()
                  .put("envelope", parent.envelope())
                  .put("number", number)
                  .put("reason", e.reason().name()));
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
