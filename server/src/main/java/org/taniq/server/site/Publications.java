package org.taniq.server.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import org.taniq.server.retention.DiskShare;

/**
 * Takes deliveries of pages and bulletins and switches what is served, as a whole or not at all: a
 * delivery is verified while it is written to a folder of its own, and one small file, replaced
 * atomically, names the folders that count. Whatever goes wrong, the old ones are served.
 * Thread-safe; one process per directory.
 *
 * <p>The site that is served is the one that the bulletin names. A site delivered ahead of its
 * bulletin waits for it; while the named one is not here yet, the old one is served.
 */
public final class Publications implements AutoCloseable {
  private final Workplace workplace;
  private final Trust trust;
  private final Clock clock;
  private final Consumer<String> log;
  private PublishedState state;
  private @Nullable PublicationFolder publication;
  private @Nullable SiteFolder site;
  private @Nullable String waiting;
  private volatile Published now = Published.nothing();

  private Publications(
      Workplace workplace, PublishedState state, Trust trust, Clock clock, Consumer<String> log) {
    this.workplace = workplace;
    this.state = state;
    this.trust = trust;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Opens the directory and verifies again all that is in it. What is damaged is not served, and
   * the log says so; what is remembered stays remembered.
   *
   * @param folder made if it is missing
   * @param log gets lines for the operator
   * @throws IOException it cannot be used, another process does, or its memory is damaged
   */
  public static Publications open(Path folder, Trust trust, Clock clock, Consumer<String> log)
      throws IOException {
    Workplace workplace = Workplace.open(folder);
    try {
      PublishedState state = PublishedState.read(folder, trust.instance());
      Publications publications = new Publications(workplace, state, trust, clock, log);
      publications.load();
      return publications;
    } catch (SignedException e) {
      workplace.close();
      throw new IOException("its memory is damaged", e);
    } catch (IOException | RuntimeException e) {
      workplace.close();
      throw e;
    }
  }

  /** What is served. */
  public Published now() {
    return now;
  }

  /**
   * Takes a publication: {@code current.json} and the shelves and acknowledgements of its bulletin.
   *
   * @throws PublicationException a refusal of SPEC §4, BAD_TAR, TOO_LARGE, TRY_LATER, STORE_FAILED
   */
  public synchronized void install(Path tarOrFolder) throws PublicationException {
    LocalDate today = today();
    guarded(
        () -> {
          try (Delivery delivery = open(tarOrFolder)) {
            PublicationFolder fresh =
                PublicationFolder.write(delivery, workplace.fresh(), trust, today, this::seen);
            if (publication == null || !fresh.name().equals(publication.name())) {
              fresh = fresh.at(workplace.place(fresh.name()));
            } else {
              fresh = fresh.at(publication.folder());
            }
            switchTo(fresh, named(fresh), fresh.current().known());
            return true;
          }
        });
  }

  /**
   * Takes a site.
   *
   * @return whether it is served now; else it waits for the bulletin that names it
   * @throws PublicationException a refusal of SPEC §4, NO_PUBLICATION, CSP_DIFFERS, BAD_TAR,
   *     TOO_LARGE, TRY_LATER, STORE_FAILED
   */
  public synchronized boolean installSite(Path tarOrFolder) throws PublicationException {
    LocalDate today = today();
    PublicationFolder published = publication;
    if (published == null) {
      throw new PublicationException(PublicationException.Reason.NO_PUBLICATION);
    }
    return guarded(
        () -> {
          try (Delivery delivery = open(tarOrFolder)) {
            SiteFolder fresh =
                SiteFolder.write(delivery, workplace.fresh(), published.current().chain(), today);
            requireNewer(fresh.site());
            if (site != null && site.name().equals(fresh.name())) {
              return true;
            }
            fresh = fresh.at(workplace.place(fresh.name()));
            @Nullable Bytes wanted = published.current().bulletin().document().site();
            if (wanted != null && !wanted.equals(fresh.site().sha256())) {
              waiting = fresh.name();
              log.accept("a site waits for the bulletin that names it");
              clean();
              return false;
            }
            switchTo(published, fresh, state.known().withSite(fresh.site()));
            return true;
          }
        });
  }

  /**
   * Whether a delivery begins as a site does; else it is taken for a publication.
   *
   * @throws PublicationException BAD_TAR, TOO_LARGE
   * @throws IOException it cannot be read
   */
  public static boolean isSite(Path tarOrFolder) throws IOException, PublicationException {
    try (Delivery delivery = open(tarOrFolder)) {
      Delivery.@Nullable Item first = delivery.next();
      return first != null && first.name().equals(SiteFolder.DOCUMENT);
    }
  }

  @Override
  public void close() throws IOException {
    workplace.close();
  }

  /** Work on the directory. */
  @FunctionalInterface
  private interface Work {
    boolean run() throws IOException, PublicationException;
  }

  private boolean guarded(Work work) throws PublicationException {
    try {
      return work.run();
    } catch (TarDelivery.BadTarException e) {
      throw new PublicationException(PublicationException.Reason.BAD_TAR);
    } catch (DiskShare.NoRoomException e) {
      throw new PublicationException(PublicationException.Reason.TRY_LATER);
    } catch (IOException e) {
      throw new PublicationException(PublicationException.Reason.STORE_FAILED);
    } finally {
      try {
        workplace.sweep();
      } catch (IOException e) {
        log.accept("what a delivery left behind could not be removed");
      }
    }
  }

  private static Delivery open(Path tarOrFolder) throws IOException, PublicationException {
    return Files.isDirectory(tarOrFolder)
        ? new FolderDelivery(tarOrFolder)
        : new TarDelivery(tarOrFolder);
  }

  /** The site that a publication names: the one served, one that waits, or still the old one. */
  private @Nullable SiteFolder named(PublicationFolder publication)
      throws IOException, PublicationException {
    @Nullable Bytes wanted = publication.current().bulletin().document().site();
    if (wanted == null || (site != null && site.site().sha256().equals(wanted))) {
      return site;
    }
    String name = SiteFolder.nameOf(wanted);
    if (workplace.has(name)) {
      return SiteFolder.read(workplace.root(), name, publication.current().chain());
    }
    log.accept("the bulletin names a site that is not here yet");
    return site;
  }

  private void requireNewer(Verified<Site> fresh) throws PublicationException {
    Known.@Nullable SeenSite seen = state.known().site();
    if (seen != null && fresh.document().version() < seen.version()) {
      throw new PublicationException(SignedException.Reason.ROLLBACK);
    }
    if (seen != null
        && fresh.document().version() == seen.version()
        && !fresh.sha256().equals(seen.sha256())) {
      throw new PublicationException(SignedException.Reason.FORK);
    }
  }

  /** The memory with the charters of this current.json, kept whatever becomes of the delivery. */
  private Known seen(byte[] currentJson) throws IOException, SignedException {
    Known seen = state.known().afterSight(currentJson, today(), trust.allowDemo());
    if (!seen.equals(state.known())) {
      PublishedState after = new PublishedState(state.publication(), state.site(), seen);
      after.write(workplace.root());
      state = after;
    }
    return seen;
  }

  private void switchTo(PublicationFolder publication, @Nullable SiteFolder site, Known known)
      throws IOException {
    boolean changed =
        !publication.name().equals(state.publication())
            || !Objects.equals(site == null ? null : site.name(), state.site());
    Published next = published(publication, site);
    PublishedState after =
        new PublishedState(publication.name(), site == null ? null : site.name(), known);
    after.write(workplace.root());
    this.state = after;
    this.publication = publication;
    this.site = site;
    this.now = next;
    if (changed) {
      told(publication, site);
    }
    clean();
  }

  private void told(PublicationFolder publication, @Nullable SiteFolder site) {
    log.accept(
        "published: bulletin "
            + publication.current().bulletin().document().number()
            + (site == null ? ", no site" : ", site " + site.site().document().version()));
  }

  private static Published published(PublicationFolder publication, @Nullable SiteFolder site)
      throws IOException {
    Map<String, ServedFile> files = new HashMap<>(publication.served());
    if (site != null) {
      files.putAll(site.served());
    }
    return new Published(publication.current(), site == null ? null : site.site(), files);
  }

  private void load() {
    if (state.publication() == null) {
      return;
    }
    try {
      LocalDate today = today();
      PublicationFolder read =
          PublicationFolder.read(
              workplace.root(), state.publication(), trust, today, state.known());
      publication = read;
      now = published(read, null);
      if (state.site() != null) {
        site = SiteFolder.read(workplace.root(), state.site(), read.current().chain());
        now = published(read, site);
      }
      told(read, site);
    } catch (PublicationException e) {
      log.accept("what was published is damaged (" + e.reason() + "): deliver it again");
    } catch (IOException e) {
      log.accept("what was published cannot be read: deliver it again");
    }
  }

  /** Removes folders that nothing names any more. */
  private void clean() {
    Set<String> kept = new HashSet<>();
    for (@Nullable String name :
        new @Nullable String[] {state.publication(), state.site(), waiting}) {
      if (name != null) {
        kept.add(name);
      }
    }
    try {
      workplace.keepOnly(kept);
    } catch (IOException e) {
      log.accept("an old publication could not be removed");
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
