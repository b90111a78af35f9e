package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.EXPIRED;
import static org.taniq.protocol.signed.SignedException.Reason.FILE_CHANGED;
import static org.taniq.protocol.signed.SignedException.Reason.FILE_MISSING;
import static org.taniq.protocol.signed.SignedException.Reason.FILE_NOT_LISTED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;

/**
 * The static pages, each by its SHA-256. SPEC §4.3.
 *
 * @param defaultCsp the one Content-Security-Policy of every response, printable ASCII
 * @param defaultIndex what a path ending in a slash serves, a single name
 * @param defaultFallback the page for everything else, an absolute path
 * @param files absolute path to SHA-256, sorted by path
 */
public record Site(
    Bytes instance,
    long version,
    LocalDate issued,
    LocalDate expires,
    String defaultCsp,
    String defaultIndex,
    String defaultFallback,
    SortedMap<String, Bytes> files) {

  public static final int MAX_FILES = 4096;
  public static final int MAX_DAYS = 400;
  private static final int MAX_CSP_BYTES = 4096;

  public Site {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static Site parse(byte[] document) throws SignedException {
    return DocumentType.SITE.read(document, Site::read);
  }

  /**
   * The document's bytes.
   *
   * @throws SignedException BAD_DOCUMENT if it breaks a rule of SPEC §4.3
   */
  public byte[] bytes() throws SignedException {
    return DocumentType.SITE.write(node(), Site::read);
  }

  /** SHA-256 as it stands in a site. */
  public static Bytes hash(byte[] content) {
    return Bytes.of(Hashes.sha256(content));
  }

  /**
   * Judges one file.
   *
   * @throws SignedException FILE_NOT_LISTED, FILE_CHANGED
   */
  public void requireFile(String path, Bytes sha256) throws SignedException {
    Bytes listed = files.get(path);
    if (listed == null) {
      throw new SignedException(FILE_NOT_LISTED, "a file that the site does not list");
    }
    if (!listed.equals(sha256)) {
      throw new SignedException(FILE_CHANGED, "a file other than the site lists");
    }
  }

  /**
   * Judges all files at once: each as listed, and none missing.
   *
   * @throws SignedException FILE_NOT_LISTED, FILE_CHANGED, FILE_MISSING
   */
  public void requireFiles(Map<String, Bytes> actual) throws SignedException {
    for (Map.Entry<String, Bytes> each : actual.entrySet()) {
      requireFile(each.getKey(), each.getValue());
    }
    requirePresent(actual.keySet());
  }

  /**
   * Requires every listed path.
   *
   * @throws SignedException FILE_MISSING
   */
  public void requirePresent(Set<String> paths) throws SignedException {
    if (!paths.containsAll(files.keySet())) {
      throw new SignedException(FILE_MISSING, "a file of the site is not there");
    }
  }

  /**
   * Judges its last day.
   *
   * @throws SignedException EXPIRED
   */
  public void requireDay(LocalDate day) throws SignedException {
    if (day.isAfter(expires)) {
      throw new SignedException(EXPIRED, "the site");
    }
  }

  private static Site read(JsonFields fields) throws MalformedException {
    Site site =
        new Site(
            Bytes.of(fields.hex("instance", Hashes.BYTES)),
            fields.integer("version", 0, JsonFields.MAX_INTEGER),
            fields.date("issued"),
            fields.date("expires"),
            fields.text("default_csp"),
            fields.text("default_index"),
            fields.text("default_fallback"),
            readFiles(fields.objectNode("files")));
    site.requireRules();
    return site;
  }

  private static SortedMap<String, Bytes> readFiles(ObjectNode node) throws MalformedException {
    if (node.isEmpty() || node.size() > MAX_FILES) {
      throw new MalformedException("no files, or too many");
    }
    SortedMap<String, Bytes> files = new TreeMap<>();
    for (var each : node.properties()) {
      byte[] sha256 = Spelling.parseB64u(JsonFields.text(each.getValue()), Hashes.BYTES);
      files.put(SitePath.site(each.getKey()), Bytes.of(sha256));
    }
    return files;
  }

  private void requireRules() throws MalformedException {
    if (expires.isBefore(issued) || expires.isAfter(issued.plusDays(MAX_DAYS))) {
      throw new MalformedException("not issued <= expires <= issued + " + MAX_DAYS + " days");
    }
    if (!files.containsKey("/" + defaultIndex)
        || defaultIndex.contains("/")
        || !files.containsKey(defaultFallback)) {
      throw new MalformedException("index or fallback is not listed");
    }
    if (defaultCsp.isEmpty()
        || defaultCsp.length() > MAX_CSP_BYTES
        || !defaultCsp.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new MalformedException("a policy that no header can hold");
    }
  }

  private ObjectNode node() {
    ObjectNode node =
        DocumentType.SITE
            .node()
            .put("instance", instance.hex())
            .put("version", version)
            .put("issued", issued.toString())
            .put("expires", expires.toString())
            .put("default_csp", defaultCsp)
            .put("default_index", defaultIndex)
            .put("default_fallback", defaultFallback);
    ObjectNode each = node.putObject("files");
    files.forEach((path, sha256) -> each.put(path, Spelling.b64u(sha256.toArray())));
    return node;
  }
}
