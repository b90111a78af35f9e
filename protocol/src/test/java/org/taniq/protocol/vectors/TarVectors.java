package org.taniq.protocol.vectors;

import java.nio.charset.StandardCharsets;

/** vectors/tar: plaintexts whose tar is not SPEC §2.10's, everything in it right. */
final class TarVectors {

  private static final byte[] CONTENT = Bytes.ascii("what the photo shows");

  private final VectorSet set;
  private final TestimonyDraft draft;
  private final Vector base;
  private final byte[] json;

  TarVectors(VectorSet set) {
    this.set = set;
    draft = TestimonyDraft.testimony(new Seed("tar"), new Ring("1", 1), 1);
    draft.withIdentity().attach("foto.jpg", "image/jpeg", CONTENT);
    json = draft.jsonBytes();
    base = set.add(plaintext("tar/ok.vec", "OK", "what the others are made from", draft));
    headers();
    names();
    order();
    sizes();
    padding();
    missing();
  }

  /** A plaintext with what its reader has in hand. */
  static Vector plaintext(String path, String expect, String comment, TestimonyDraft draft) {
    Vector vector =
        new Vector(path, expect, comment)
            .line("kind", 0)
            .line("keyset", Bytes.hex(draft.ring.keysetId()))
            .line("slots", draft.ring.size())
            .line("identity-quorum", draft.identityQuorum)
            .line("instance", Bytes.hex(TestimonyDraft.INSTANCE));
    for (int i = 0; i < draft.ring.size(); i++) {
      vector.line("secret", i + "=" + Bytes.hex(draft.ring.secret(i)));
    }
    return vector.padded(draft.plaintext());
  }

  private void add(String name, String expect, String comment, byte[] used, long padded) {
    set.add(
        new Vector("tar/" + name + ".vec", expect, comment)
            .from(base)
            .becomesPadded(TestimonyDraft.pad(used, padded)));
  }

  private void bad(String name, String comment, byte[] used) {
    add(name, "BAD_TAR", comment, used, Lattice.FLOOR);
  }

  private void headers() {
    field("mode-644", "mode 0644", 100, "0000644\0");
    field("mode-short", "mode without leading zeros", 100, "600\0\0\0\0\0");
    field("uid", "owner 1000", 108, "0001750\0");
    field("gid", "group 1000", 116, "0001750\0");
    field("mtime", "a time", 136, "14721700000\0");
    field("size-spaces", "size with spaces for zeros", 124, "         24\0");
    field("size-space-end", "size ended by a space", 124, "00000000024 ");
    field("size-base-256", "size in GNU's binary form", 124, "\200\0\0\0\0\0\0\0\0\0\0\24");
    field("type-nul", "old style regular file", 156, "\0");
    field("type-hard-link", "a hard link", 156, "1");
    field("type-symbolic-link", "a symbolic link", 156, "2");
    field("type-device", "a character device", 156, "3");
    field("type-directory", "a directory", 156, "5");
    field("type-fifo", "a fifo", 156, "6");
    field("type-pax", "a pax header", 156, "x");
    field("type-pax-global", "a global pax header", 156, "g");
    field("type-gnu-long-name", "a GNU long name", 156, "L");
    field("link-name", "a link name", 157, "testimony.json");
    field("magic-gnu", "GNU's magic", 257, "ustar  \0");
    field("magic-old", "no magic", 257, "\0\0\0\0\0\0\0\0");
    field("user-name", "a user's name", 265, "ayten");
    field("group-name", "a group's name", 297, "ayten");
    field("device-major", "a device number", 329, "0000001\0");
    field("device-minor", "a device number", 337, "0000001\0");
    field("prefix", "a prefix", 345, "home");
    field("after-prefix", "the header's last bytes", 500, "x");
    field("name-tail", "bytes after the name's end", 99, "x");
    byte[] header = Tar.header(Bytes.ascii("attachments/001"), CONTENT.length);
    byte[] wrong = Bytes.flipped(header, 153);
    bad("checksum", "a wrong checksum", before().rawEntry(wrong, CONTENT).end());
    byte[] spelled = header.clone();
    spelled[154] = ' ';
    spelled[155] = 0;
    bad(
        "checksum-ending",
        "checksum ended the other way",
        before().rawEntry(spelled, CONTENT).end());
  }

  /** One field of the attachment's header. */
  private void field(String name, String comment, int offset, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    Tar tar = before().entry("attachments/001", CONTENT, new Tar.Field(offset, bytes));
    bad("header-" + name, comment, tar.end());
  }

  /** The tar up to the attachment. */
  private Tar before() {
    return new Tar()
        .entry("testimony.json", json)
        .entry("thread.sig", draft.signature(json))
        .entry("identity.sealed", draft.file("identity.sealed"));
  }

  private void names() {
    name("parent", "../001");
    name("absolute", "/attachments/001");
    name("dot", "./attachments/001");
    name("inner-parent", "attachments/../001");
    name("unknown", "notes.txt");
    name("second-level", "attachments/001/x");
    name("two-digits", "attachments/01");
    name("four-digits", "attachments/0001");
    name("number-0", "attachments/000");
    name("gap", "attachments/002");
    name("original", "attachments/foto.jpg");
    name("upper-case", "Attachments/001");
    name("trailing-space", "attachments/001 ");
    name("backslash", "attachments\\001");
    name("empty", "");
    name("part", "part.json");
    name("duplicate-json", "testimony.json");
    name("duplicate-identity", "identity.sealed");
    bad(
        "name-not-ascii",
        "digits of another script",
        before().rawEntry(Tar.header(Bytes.utf8("attachments/٠٠١"), 20), CONTENT).end());
  }

  private void name(String name, String entry) {
    bad("name-" + name, "a name outside the profile", before().entry(entry, CONTENT).end());
  }

  private void order() {
    byte[] signature = draft.signature(json);
    byte[] identity = draft.file("identity.sealed");
    bad(
        "order-identity-last",
        "identity.sealed after an attachment",
        new Tar()
            .entry("testimony.json", json)
            .entry("thread.sig", signature)
            .entry("attachments/001", CONTENT)
            .entry("identity.sealed", identity)
            .end());
    bad(
        "order-signature-after-identity",
        "thread.sig after identity.sealed",
        new Tar()
            .entry("testimony.json", json)
            .entry("identity.sealed", identity)
            .entry("thread.sig", signature)
            .entry("attachments/001", CONTENT)
            .end());
    bad(
        "duplicate-attachment",
        "attachments/001 twice",
        draft.tar().entry("attachments/001", CONTENT).end());
    bad(
        "both-jsons",
        "testimony.json and part.json",
        new Tar()
            .entry("testimony.json", json)
            .entry("part.json", json)
            .entry("thread.sig", signature)
            .entry("identity.sealed", identity)
            .entry("attachments/001", CONTENT)
            .end());
  }

  private void sizes() {
    byte[] claim = Tar.header(Bytes.ascii("attachments/001"), 10L << 30);
    bad("size-10-gib", "a size that cannot fit", before().rawEntry(claim, CONTENT).end());
    byte[] eight = Tar.header(Bytes.ascii("attachments/001"), (8L << 30) - 1);
    bad(
        "size-largest",
        "the largest size that 11 digits hold",
        before().rawEntry(eight, CONTENT).end());
    byte[] over = Tar.header(Bytes.ascii("attachments/001"), Lattice.FLOOR);
    bad(
        "size-over-plaintext",
        "a size of the whole plaintext",
        before().rawEntry(over, CONTENT).end());
    byte[] long4 = Tar.header(Bytes.ascii("testimony.json"), (4 << 20) + 1);
    add(
        "size-json",
        "BAD_TAR",
        "testimony.json of 4 MiB and one byte",
        new Tar().rawEntry(long4, new byte[(4 << 20) + 1]).end(),
        Lattice.padded(4 << 20 | 8192));
    byte[] shorter = Bytes.slice(draft.signature(json), 0, 63);
    add(
        "size-signature",
        "BAD_TAR",
        "thread.sig of 63 bytes",
        new Tar()
            .entry("testimony.json", json)
            .entry("thread.sig", shorter)
            .entry("identity.sealed", draft.file("identity.sealed"))
            .entry("attachments/001", CONTENT)
            .end(),
        Lattice.FLOOR);
  }

  private void padding() {
    byte[] used = draft.tar().end();
    byte[] full = TestimonyDraft.pad(used, Lattice.FLOOR);
    dirty("padding-first", "first byte after the end", full, used.length);
    dirty("padding-last", "last byte of the plaintext", full, full.length - 1);
    int contentAt = used.length - 1024 - 512;
    dirty("padding-entry", "after an entry's content", full, contentAt + CONTENT.length);
    dirty("padding-entry-last", "last byte of an entry's block", full, contentAt + 511);
    dirty("padding-json", "after testimony.json's content", full, 512 + json.length);
    add(
        "one-end-block",
        "BAD_TAR",
        "one zero block, then an entry",
        Bytes.join(
            draft.tar().entries(),
            new byte[512],
            new Tar().entry("attachments/002", CONTENT).end()),
        Lattice.FLOOR);
    add(
        "padding-after-end",
        "PADDING_NOT_ZERO",
        "an entry after the end",
        Bytes.join(used, new Tar().entry("attachments/002", CONTENT).end()),
        Lattice.FLOOR);
    add("longer-than-padded", "BAD_LENGTH", "73728 where 65536 would do", used, 73728);
    noEnd("no-end", 0);
    noEnd("no-second-end-block", 512);
  }

  private void dirty(String name, String comment, byte[] full, int at) {
    add(name, "PADDING_NOT_ZERO", comment, Bytes.flipped(full, at), full.length);
  }

  /** An attachment that fills the plaintext but for so many zeros. */
  private void noEnd(String name, int zeros) {
    TestimonyDraft longer = TestimonyDraft.testimony(new Seed("tar"), new Ring("1", 1), 1);
    longer.withIdentity();
    int entries = longer.attach("a", "b", new byte[0]).tar().entries().length;
    // The JSON grows by the digits of the size: five where one was; still the same block.
    TestimonyDraft whole = TestimonyDraft.testimony(new Seed("tar"), new Ring("1", 1), 1);
    whole.withIdentity().attach("a", "b", new byte[65536 - zeros - entries]);
    add(
        name,
        "BAD_TAR",
        "the plaintext ends without two zero blocks",
        whole.tar().entries(),
        Lattice.FLOOR);
  }

  private void missing() {
    byte[] signature = draft.signature(json);
    byte[] identity = draft.file("identity.sealed");
    gone("missing-everything", "an empty tar", new Tar());
    gone(
        "missing-after-json", "ends after testimony.json", new Tar().entry("testimony.json", json));
    gone(
        "missing-identity",
        "ends after thread.sig",
        new Tar().entry("testimony.json", json).entry("thread.sig", signature));
    gone("missing-listed", "ends before a listed attachment", before());
    bad(
        "order-no-json",
        "thread.sig in testimony.json's place",
        new Tar().entry("thread.sig", signature).entry("identity.sealed", identity).end());
    bad(
        "order-no-signature",
        "identity.sealed in thread.sig's place",
        new Tar().entry("testimony.json", json).entry("identity.sealed", identity).end());
    bad(
        "order-no-identity",
        "an attachment in identity.sealed's place",
        new Tar()
            .entry("testimony.json", json)
            .entry("thread.sig", signature)
            .entry("attachments/001", CONTENT)
            .end());
  }

  private void gone(String name, String comment, Tar tar) {
    add(name, "MISSING_FILE", comment, tar.end(), Lattice.FLOOR);
  }
}
