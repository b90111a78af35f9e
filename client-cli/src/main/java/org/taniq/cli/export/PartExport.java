package org.taniq.cli.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.open.NestedReader;
import org.taniq.protocol.open.OpenedTestimony;
import org.taniq.protocol.open.TestimonyReader;
import org.taniq.protocol.testimony.AttachmentJson;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.ThreadJson;

/** Writes one testimony of the vault into a bag: its JSON, its text, its files as they were. */
final class PartExport implements TestimonyReader.Visitor {
  private final Bag bag;
  private final Item item;
  private final LocalDate day;
  private final ArrayNode files;
  private final LongConsumer progress;
  private final String directory;
  private @Nullable ThreadJson json;

  /**
   * @param files takes an object for each file: original name, path in the bag, SHA-256
   */
  PartExport(Bag bag, Item item, LocalDate day, ArrayNode files, LongConsumer progress) {
    this.bag = bag;
    this.item = item;
    this.day = day;
    this.files = files;
    this.progress = progress;
    // By what this laptop drew, and whole: a sender could make two envelopes that begin alike.
    this.directory = "part-" + item.id() + "/";
  }

  /** Writes what is at level 0. */
  ThreadJson testimony(Vault vault, byte[] instance)
      throws IOException, VaultException, EnvelopeException {
    try (InputStream tar = vault.read(item)) {
      return TestimonyReader.read(tar, instance, this).json();
    }
  }

  /** Writes a part that shows who somebody is. */
  void identity(Vault vault, Item nested) throws IOException, VaultException, EnvelopeException {
    try (InputStream tar = vault.read(nested)) {
      if (nested.number() == 0) {
        byte[] identity = NestedReader.identity(tar).bytes();
        put("identity.json", identity, "identity", 0);
      } else {
        NestedReader.attachment(
            tar, (attachment, content) -> attachment(nested.number(), attachment, content));
      }
    }
  }

  private void attachment(int number, AttachmentJson attachment, InputStream content)
      throws IOException {
    attachment(number, attachment.name(), attachment.type(), content).put("shows_identity", true);
  }

  private ObjectNode attachment(int number, String name, String type, InputStream content)
      throws IOException {
    byte[] first = content.readNBytes(Ending.FIRST_BYTES);
    String safe = SafeName.of(number, name, Ending.of(first));
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), content);
    return list(bag.payload(directory + safe, whole, progress), "attachment", number)
        .put("name", name)
        .put("type", type);
  }

  @Override
  public void json(OpenedTestimony opened) throws IOException {
    json = opened.json();
    boolean first = opened.json() instanceof TestimonyJson;
    put(first ? "testimony.json" : "part.json", opened.jsonBytes(), "json", 0);
    put("thread.sig", opened.threadSignature(), "signature", 0);
    if (opened.json() instanceof TestimonyJson testimony) {
      put("narrative.txt", utf8(testimony.narrative()), "narrative", 0);
      put("consent.txt", utf8(ConsentText.of(testimony, day)), "consent", 0);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void file(FileEntry file, InputStream content) throws IOException {
    String name = file.name();
    if (name == null) {
      // Sealed: opened, if at all, as an item of its own.
      return;
    }
    int number = Integer.parseInt(file.path().substring("attachments/".length()));
    attachment(number, name, file.type() == null ? "" : file.type(), content);
  }

  private void put(String name, byte[] content, String role, int number) throws IOException {
    list(bag.payload(directory + name, new ByteArrayInputStream(content), progress), role, number);
  }

  private ObjectNode list(Bag.Written written, String role, int number) {
    ThreadJson known = json;
    ObjectNode one = files.addObject().put("role", role).put("path", written.path());
    one.put("sha256", written.sha256()).put("size", written.size());
    one.put("envelope", item.envelope()).put("item", item.id()).put("attachment", number);
    if (known != null) {
      one.put("thread", Spelling.hex(known.thread())).put("sitting", Spelling.hex(known.sitting()));
      one.put("number", known.number());
    }
    return one;
  }
}
