package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One testimony or part in the making, SPEC §3: JSON, thread signature, identity, attachments. */
final class TestimonyDraft {

  static final byte[] INSTANCE = new Seed("instance").bytes("hash", 32);

  final Seed seed;
  final Ring ring;
  final int identityQuorum;
  final Signer thread;

  /** testimony.json or part.json without its files. */
  final Json json;

  /** What identity.sealed says. */
  Json identity = Json.of("format", "taniq.org/v1/identity", "submitter", null);

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<Object> listed = new ArrayList<>();

  private TestimonyDraft(Seed seed, Ring ring, int identityQuorum, Json json) {
    this.seed = seed;
    this.ring = ring;
    this.identityQuorum = identityQuorum;
    this.json = json;
    thread = new Signer(seed.bytes("thread", 32));
    json.put("instance", Bytes.hex(INSTANCE))
        .put("nonce", Bytes.b64u(nonce()))
        .put("thread", Bytes.b64u(thread.publicKey()))
        .put("sitting", Bytes.hex(seed.bytes("sitting", 16)));
  }

  static TestimonyDraft testimony(Seed seed, Ring ring, int identityQuorum) {
    Json json = Json.of("format", "taniq.org/v1/testimony");
    TestimonyDraft draft = new TestimonyDraft(seed, ring, identityQuorum, json);
    json.put("number", 0)
        .put("follow", 0)
        .put("reply", Bytes.b64u(seed.bytes("reply", 32)))
        .put("language", "az")
        .put("narrative", "Mayın 17-də qardaşımı evdən apardılar.")
        .put("consent", Json.list(Consents.detainee()));
    return draft;
  }

  static TestimonyDraft part(Seed seed, Ring ring, int identityQuorum, int number) {
    Json json = Json.of("format", "taniq.org/v1/part");
    TestimonyDraft draft = new TestimonyDraft(seed, ring, identityQuorum, json);
    json.put("number", number);
    return draft;
  }

  byte[] nonce() {
    return seed.bytes("nonce", 32);
  }

  /** Context of the nested envelopes, SPEC §2.2. */
  byte[] context() {
    return Bytes.join(thread.publicKey(), nonce());
  }

  /** identity.sealed in the making. */
  EnvelopeDraft identityDraft() {
    byte[] plaintext = pad(new Tar().entry("identity.json", identity.bytes()).end(), 8192);
    return new EnvelopeDraft(seed.of("identity"), ring, identityQuorum, 1, context(), plaintext);
  }

  /** Adds any file; fields say what the JSON tells of it beside path, size and digest. */
  TestimonyDraft file(String path, byte[] content, Object... fields) {
    Json entry =
        Json.of(
            "path", path, "size", content.length, "digest", Bytes.hex(Hashes.fileDigest(content)));
    for (int i = 0; i < fields.length; i += 2) {
      entry.put((String) fields[i], fields[i + 1]);
    }
    files.put(path, content);
    listed.add(entry);
    return this;
  }

  TestimonyDraft withIdentity() {
    return file("identity.sealed", identityDraft().write());
  }

  TestimonyDraft attach(String name, String type, byte[] content) {
    return file(nextPath(), content, "name", name, "type", type);
  }

  /** An attachment that shows who somebody is, SPEC §3.5. */
  TestimonyDraft attachSealed(String name, String type, byte[] content) {
    return file(nextPath(), sealedAttachment(name, type, content).write(), "sealed", true);
  }

  EnvelopeDraft sealedAttachment(String name, String type, byte[] content) {
    Json inner =
        Json.of(
            "format",
            "taniq.org/v1/attachment",
            "name",
            name,
            "type",
            type,
            "size",
            content.length,
            "digest",
            Bytes.hex(Hashes.fileDigest(content)));
    byte[] used = new Tar().entry("attachment.json", inner.bytes()).entry("content", content).end();
    byte[] plaintext = pad(used, Lattice.padded(used.length));
    return new EnvelopeDraft(seed.of(nextPath()), ring, identityQuorum, 1, context(), plaintext);
  }

  private String nextPath() {
    return String.format("attachments/%03d", files.size());
  }

  /** The JSON's `files`, to be changed at will. */
  List<Object> listed() {
    return listed;
  }

  byte[] jsonBytes() {
    return json.copy().put("files", listed).bytes();
  }

  /** thread.sig, SPEC §3.6. */
  byte[] signature(byte[] jsonBytes) {
    int d = "taniq.org/v1/part".equals(json.get("format")) ? 2 : 1;
    return thread.sign(Hashes.label("thread"), INSTANCE, Bytes.u8(d), Hashes.sha256(jsonBytes));
  }

  String jsonName() {
    return "taniq.org/v1/part".equals(json.get("format")) ? "part.json" : "testimony.json";
  }

  /** The tar of an honest sender. */
  Tar tar() {
    return tar(jsonBytes());
  }

  /** The tar over JSON bytes that may be anything. */
  Tar tar(byte[] jsonBytes) {
    Tar tar = new Tar().entry(jsonName(), jsonBytes).entry("thread.sig", signature(jsonBytes));
    files.forEach(tar::entry);
    return tar;
  }

  byte[] file(String path) {
    return files.get(path).clone();
  }

  byte[] plaintext() {
    byte[] used = tar().end();
    return pad(used, Lattice.padded(used.length));
  }

  static byte[] pad(byte[] used, long padded) {
    if (padded < used.length) {
      throw new IllegalStateException("does not fit");
    }
    return Bytes.first(used, Math.toIntExact(padded));
  }
}
