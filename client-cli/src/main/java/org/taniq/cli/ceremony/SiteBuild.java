package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq site build}. */
@Command(
    name = "build",
    description = {
      "Make site-N.json over all files of a directory, and keep a copy of them for: taniq outbox",
      "Without DIR: plain pages in six languages with the organisation's name."
    },
    footer = {"", "Examples:", "  taniq site build", "  taniq site build form/dist"})
final class SiteBuild extends TaniqCommand {
  /** One policy for every response of the server, pages and all else. */
  static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " object-src 'none'; frame-src 'none'; worker-src 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final int VALID_DAYS = 365;
  private static final int MAX_FILE_BYTES = 64 << 20;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "The files; names a-z, 0-9, ._-")
  private @Nullable Path directory;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "" + VALID_DAYS,
      description = "How many days it is valid, up to 400; without it 365.")
  private int days;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file; without it outbox/site-N.json.")
  private @Nullable Path out;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    LocalDate today = session.today();
    Documents documents = Documents.of(session);
    Charter charter = documents.chain().current(today).document();
    SortedMap<String, byte[]> files =
        directory == null ? BuiltInPages.files(charter.organisation()) : read(directory);
    SortedMap<String, Bytes> hashes = new TreeMap<>();
    files.forEach((path, content) -> hashes.put(path, Site.hash(content)));
    Site site =
        new Site(
            documents.instance(),
            version(documents),
            today,
            today.plusDays(days),
            CSP,
            "index.html",
            "/404.html",
            hashes);
    if (!files.containsKey("/index.html") || !files.containsKey("/404.html")) {
      throw new Refusal(CeremonyProblem.SITE_EMPTY);
    }
    byte[] document = site.bytes();
    keep(session.home(), site.version(), files);
    return write(session, site, document);
  }

  /** One more than any version that is known, or that was signed here. */
  private static long version(Documents documents) throws Refusal, IOException, SignedException {
    Verified<Site> newest = documents.site();
    var seen = documents.known().site();
    long kept = newest == null ? 0 : newest.document().version();
    return Math.max(kept, seen == null ? 0 : seen.version()) + 1;
  }

  private static SortedMap<String, byte[]> read(Path directory) throws Refusal, IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Map.Entry<String, Path> each : SiteFiles.scan(directory).entrySet()) {
      files.put(each.getKey(), DocumentFile.bytes(each.getValue(), MAX_FILE_BYTES));
    }
    return files;
  }

  private static void keep(Home home, long version, SortedMap<String, byte[]> files)
      throws IOException {
    Path root = SiteFiles.kept(home, version);
    // An earlier build of this version was never signed: what it left is replaced.
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      try (var old = Files.walk(root)) {
        for (Path each : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Path file = root.resolve(each.getKey().substring(1));
      Path parent = file.getParent();
      AtomicFile.directories(parent == null ? root : parent);
      Files.write(file, each.getValue());
    }
  }

  private Outcome write(Session session, Site site, byte[] document)
      throws Refusal, IOException, SignedException {
    Home home = session.home();
    Path target =
        out == null ? home.made(home.outbox()).resolve("site-" + site.version() + ".json") : out;
    AtomicFile.write(target, document);
    Signed signed = new Signed(DocumentType.SITE, Bytes.of(document), List.of());
    new Summary(session.terminal(), null).show(signed);
    session.terminal().line("ceremony.written", target);
    session.terminal().line("ceremony.next-sign", target);
    return Outcome.ok(
        Outcome.object()
            .put("version", site.version())
            .put("files", site.files().size())
            .put("file", target.toString()));
  }
}
