package org.taniq.server.site;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.KeysetJudge;
import org.taniq.server.intake.Refusal;

/**
 * What is served at one moment: verified files of one publication and one site. Immutable; a
 * request that began with it ends with it.
 */
public final class Published {
  private final @Nullable Current current;
  private final @Nullable Verified<Site> site;
  private final Map<String, ServedFile> files;

  /**
   * @param files by path of the request
   */
  Published(
      @Nullable Current current, @Nullable Verified<Site> site, Map<String, ServedFile> files) {
    this.current = current;
    this.site = site;
    this.files = Map.copyOf(files);
  }

  /** Before the first delivery. */
  public static Published nothing() {
    return new Published(null, null, Map.of());
  }

  /** What current.json says, or null before the first delivery. */
  public @Nullable Current current() {
    return current;
  }

  /** The site that is served, or null. */
  public @Nullable Verified<Site> site() {
    return site;
  }

  /** The file that a path names, or null. A path ending in a slash names the index there. */
  public @Nullable ServedFile file(String path) {
    if (path.endsWith("/") && site != null) {
      return files.get(path + site.document().defaultIndex());
    }
    return files.get(path);
  }

  /** The page for everything that is not there; null without a site. */
  public @Nullable ServedFile fallback() {
    return site == null ? null : files.get(site.document().defaultFallback());
  }

  /** See {@link KeysetJudge#accepted}. */
  public KeysetJudge.Quorum accepted(KeysetId keyset, LocalDate day) throws IntakeException {
    if (current == null) {
      throw new IntakeException(Refusal.TRY_LATER);
    }
    try {
      // An upload may be older than the bulletin that lists its keyset; it is judged by this one.
      LocalDate since = current.bulletin().document().date();
      Keyset document =
          current.keysetAccepted(keyset, day.isBefore(since) ? since : day).document();
      return new KeysetJudge.Quorum(document.testimonyQuorum(), document.custodians().size());
    } catch (SignedException e) {
      throw IntakeException.checkFailed(e.reason());
    }
  }
}
