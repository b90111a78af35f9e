package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import org.taniq.protocol.tar.TarWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq outbox}. */
@Command(
    name = "outbox",
    description = {
      "Write a parcel for the courier: what is in force, the site with its files, and signed"
          + " deletion orders. SPEC §9.",
      "Pull the stick only after it says so."
    },
    footer = {"", "Example:", "  taniq outbox /media/stick/outgoing"})
public final class OutboxCommand extends TaniqCommand {
  @Parameters(paramLabel = "DIR", description = "The parcel's directory, new or an earlier parcel.")
  private Path directory = Path.of("");

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    LocalDate today = session.today();
    Home home = session.home();
    Map<String, Path> content = new LinkedHashMap<>();
    Path work = home.made(home.outbox()).resolve("parcel");
    AtomicFile.directories(work);
    Documents documents = Documents.of(session);
    Current current = documents.current();
    if (current != null) {
      content.put("publication.tar", publication(home, work));
      Path site = site(session, current.site(), work);
      if (site != null) {
        content.put("site.tar", site);
      }
    }
    for (Path order : orders(home)) {
      if (counts(session, documents, order)) {
        content.put(FileNames.text(order.getFileName()), order);
      }
    }
    if (content.isEmpty()) {
      throw new Refusal(CeremonyProblem.NOTHING_TO_SEND);
    }
    put(session, content, documents.instance(), today);
    ObjectNode json = Outcome.object();
    ArrayNode names = json.putArray("entries");
    content.keySet().forEach(names::add);
    return Outcome.ok(json);
  }

  private void put(Session session, Map<String, Path> content, Bytes instance, LocalDate today)
      throws Refusal, IOException {
    long total = 0;
    for (Path file : content.values()) {
      total += Files.size(file);
    }
    AtomicFile.directories(directory);
    try (Progress progress = session.terminal().bytes("ceremony.progress-outbox", total)) {
      ParcelWriter parcel = ParcelWriter.open(directory, ParcelKind.OUTGOING, instance.hex());
      for (Map.Entry<String, Path> each : content.entrySet()) {
        parcel.put(each.getKey(), each.getValue(), today, progress::add);
      }
      parcel.finish(today);
    } catch (ParcelException e) {
      throw new Refusal(CeremonyProblem.PARCEL, directory, e.reason().name());
    }
    content.keySet().forEach(name -> session.terminal().line("ceremony.packed", name));
    session.terminal().line("ceremony.unplug", directory);
  }

  /**
   * Whether the server would take an order. One whose signer was withdrawn or replaced since must
   * not keep the bulletin that says so from leaving the house.
   */
  private static boolean counts(Session session, Documents documents, Path order)
      throws Refusal, IOException {
    try {
      documents.deletionOrder(Signed.parseBundle(Files.readAllBytes(order)));
      return true;
    } catch (SignedException e) {
      session.terminal().warn("ceremony.order-left-out", order.getFileName(), e.reason().name());
      return false;
    }
  }

  private static Path publication(Home home, Path work) throws Refusal, IOException {
    Path target = work.resolve("publication.tar");
    byte[] currentJson =
        DocumentFile.bytes(home.documents().resolve("current.json"), CurrentFile.MAX_BYTES);
    try (AtomicFile out = AtomicFile.replace(target)) {
      TarWriter tar = new TarWriter(out);
      tar.entry("current.json", currentJson);
      tar.finish();
      out.commit();
    }
    return target;
  }

  /** The site's tar; null when the bulletin names none, or its files are on another laptop. */
  private static @Nullable Path site(Session session, @Nullable Verified<Site> site, Path work)
      throws Refusal, IOException, SignedException {
    if (site == null) {
      return null;
    }
    Path files = SiteFiles.kept(session.home(), site.document().version());
    if (!Files.isDirectory(files)) {
      session.terminal().note("ceremony.site-elsewhere", site.document().version());
      return null;
    }
    Map<String, Path> found = SiteFiles.scan(files);
    Map<String, Bytes> hashes = new TreeMap<>();
    for (Map.Entry<String, Path> each : found.entrySet()) {
      hashes.put(each.getKey(), Site.hash(Files.readAllBytes(each.getValue())));
    }
    site.document().requireFiles(hashes);
    Path target = work.resolve("site.tar");
    try (AtomicFile out = AtomicFile.replace(target)) {
      write(out, site.signed(), found);
      out.commit();
    }
    return target;
  }

  private static void write(OutputStream out, Signed site, Map<String, Path> files)
      throws IOException {
    TarWriter tar = new TarWriter(out);
    tar.entry("site.json", site.document().toArray());
    tar.entry("site.json.sig", site.signatureFile().bytes());
    for (Map.Entry<String, Path> each : files.entrySet()) {
      try (InputStream in = Files.newInputStream(each.getValue())) {
        tar.entry("files" + each.getKey(), Files.size(each.getValue()), in);
      }
    }
    tar.finish();
  }

  /** Deletion orders that were combined: {@code outbox/deletion-ORDER.json}, bundles. */
  private static List<Path> orders(Home home) throws IOException {
    List<Path> orders = new ArrayList<>();
    try (var files = Files.newDirectoryStream(home.outbox(), "deletion-*.json")) {
      for (Path file : files) {
        if (FileNames.text(file.getFileName()).matches("deletion-[0-9a-f]{32}\\.json")) {
          orders.add(file);
        }
      }
    }
    Collections.sort(orders);
    return orders;
  }
}
