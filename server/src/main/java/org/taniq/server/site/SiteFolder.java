package org.taniq.server.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;

/**
 * A site in a folder of its own: {@code site.json}, {@code site.json.sig}, {@code files/…}.
 *
 * @param name of the folder, made from the document's hash
 */
record SiteFolder(String name, Path folder, Verified<Site> site) {
  static final String DOCUMENT = "site.json";
  private static final String SIGNATURES = "site.json.sig";
  private static final String FILES = "files";

  /** Writes a delivery into a fresh folder, if all of it is as signed. */
  static SiteFolder write(Delivery delivery, Path folder, CharterChain chain, LocalDate today)
      throws IOException, PublicationException {
    byte[] document = small(delivery, DOCUMENT);
    byte[] signatures = small(delivery, SIGNATURES);
    Verified<Site> site = verify(document, signatures, signed -> chain.verifySite(signed, today));
    if (today.isAfter(site.document().expires())) {
      throw new PublicationException(SignedException.Reason.EXPIRED);
    }
    if (!site.document().defaultCsp().equals(ContentPolicy.CSP)) {
      throw new PublicationException(PublicationException.Reason.CSP_DIFFERS);
    }
    Checked files = new Checked(folder, listed(site));
    files.plain(DOCUMENT, document);
    files.plain(SIGNATURES, signatures);
    for (Delivery.Item item = delivery.next(); item != null; item = delivery.next()) {
      files.write(item);
    }
    files.finish();
    return new SiteFolder(nameOf(site.sha256()), folder, site);
  }

  /** Reads what was written before; it may have expired, and its signers may be replaced. */
  static SiteFolder read(Path parent, String name, CharterChain chain)
      throws IOException, PublicationException {
    Path folder = parent.resolve(name);
    Verified<Site> site =
        verify(
            Files.readAllBytes(folder.resolve(DOCUMENT)),
            Files.readAllBytes(folder.resolve(SIGNATURES)),
            chain::verifySiteEver);
    Checked files = new Checked(folder, listed(site));
    for (String file : listed(site).keySet()) {
      files.verify(file);
    }
    return new SiteFolder(nameOf(site.sha256()), folder, site);
  }

  static String nameOf(Bytes sha256) {
    return "site-" + sha256.hex();
  }

  /** At its place, after the move. */
  SiteFolder at(Path moved) {
    return new SiteFolder(name, moved, site);
  }

  /** What is served of it, by path of the request. */
  Map<String, ServedFile> served() throws IOException {
    Map<String, ServedFile> served = new HashMap<>();
    for (String path : site.document().files().keySet()) {
      Path file = folder.resolve(FILES + path);
      served.put(path, ServedFile.of(path, file, Files.size(file)));
    }
    return served;
  }

  /** A charter chain's judgement. */
  private interface Judge {
    Verified<Site> judge(Signed signed) throws SignedException;
  }

  private static Verified<Site> verify(byte[] document, byte[] signatures, Judge judge)
      throws PublicationException {
    try {
      return judge.judge(Signed.of(DocumentType.SITE, document, signatures));
    } catch (SignedException e) {
      throw new PublicationException(e.reason());
    }
  }

  private static byte[] small(Delivery delivery, String name)
      throws IOException, PublicationException {
    Delivery.@Nullable Item item = delivery.next();
    if (item == null || !item.name().equals(name)) {
      throw new PublicationException(PublicationException.Reason.BAD_TAR);
    }
    if (item.size() > DocumentType.SITE.maxBytes()) {
      throw new PublicationException(PublicationException.Reason.TOO_LARGE);
    }
    return item.content().readNBytes(DocumentType.SITE.maxBytes());
  }

  private static Map<String, Bytes> listed(Verified<Site> site) {
    Map<String, Bytes> listed = new HashMap<>();
    site.document().files().forEach((path, sha256) -> listed.put(FILES + path, sha256));
    return listed;
  }
}
