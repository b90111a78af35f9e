package org.taniq.protocol.vectors;

import static org.taniq.protocol.vectors.Organisation.ANAR;
import static org.taniq.protocol.vectors.Organisation.BELA;

import java.util.function.Consumer;

/** vectors/files: a site's files against its manifest; a document beside its signature file. */
final class FileVectors {

  private static final byte[] HOME = Bytes.ascii("<!doctype html>home");
  private static final byte[] GONE = Bytes.ascii("<!doctype html>gone");

  private final VectorSet set;

  FileVectors(VectorSet set) {
    this.set = set;
    site("site-ok", "OK", "every file as listed", f -> {});
    site(
        "site-changed",
        "FILE_CHANGED",
        "one byte",
        f -> f.put("/404.html", Bytes.b64(Bytes.flipped(GONE, 3))));
    site("site-missing", "FILE_MISSING", "a listed file is gone", f -> f.without("/404.html"));
    site(
        "site-not-listed",
        "FILE_NOT_LISTED",
        "a file too many",
        f -> f.put("/x.html", Bytes.b64(HOME)));
    byte[] keyset = Organisation.site().bytes();
    Json right = Bundle.file("site", keyset, ANAR, BELA);
    signatures("signatures-ok", "OK", "a document and its signature file", keyset, right);
    signatures(
        "signatures-type",
        "BAD_SIGNATURE",
        "a file of another type",
        keyset,
        right.copy().put("type", "keyset"));
    signatures(
        "signatures-document",
        "BAD_SIGNATURE",
        "a file of another document",
        keyset,
        right.copy().put("document", "00".repeat(32)));
    signatures(
        "signatures-changed",
        "BAD_SIGNATURE",
        "the document was changed",
        Organisation.site().put("version", 8).bytes(),
        right);
    signatures(
        "signatures-unknown-field",
        "BAD_DOCUMENT",
        "fields that nobody knows are refused",
        keyset,
        right.copy().put("later", 1));
    signatures(
        "signatures-format",
        "BAD_DOCUMENT",
        "another format",
        keyset,
        right.copy().put("format", "taniq.org/v1/signed"));
    signatures(
        "signatures-short",
        "BAD_DOCUMENT",
        "a signature of 63 bytes",
        keyset,
        right.copy().put("signatures", Json.list(Bundle.line(ANAR, new byte[63]))));
  }

  private void site(String name, String expect, String comment, Consumer<Json> change) {
    Json files =
        Json.of("/index.html", Bytes.b64(HOME), "/404.html", Bytes.b64(GONE), "/.well-known/x", "");
    change.accept(files);
    set.add(
        new Vector("files/" + name + ".vec", expect, comment)
            .line("judge", "files")
            .payload(
                Json.of("site", Bytes.b64(Organisation.site().bytes()), "files", files).bytes()));
  }

  private void signatures(String name, String expect, String comment, byte[] document, Json file) {
    set.add(
        new Vector("files/" + name + ".vec", expect, comment)
            .line("judge", "signatures")
            .line("type", "site")
            .payload(
                Json.of("document", Bytes.b64(document), "signatures", Bytes.b64(file.bytes()))
                    .bytes()));
  }
}
