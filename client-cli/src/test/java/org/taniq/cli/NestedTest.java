package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.SealingStream;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.AttachmentJson;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.FileDigest;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;
import org.taniq.protocol.testimony.ThreadSignature;
import org.taniq.protocol.testimony.ThreadSignature.Document;

/**
 * Several nested envelopes in one testimony, of which not all open at the first try: each is tried
 * until it is open, or known to open for nobody.
 */
class NestedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] FACE = "a face".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONCE = new byte[32];

  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
  }

  /** A nested envelope. */
  private byte[] nested(Recipients recipients, SigningKey thread, String name, byte[]... files)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] context = Binding.nestedContext(thread.publicKey(), NONCE);
    try (SealingStream stream =
        EnvelopeSealer.start(recipients, Kind.IDENTITY, context, org.random, out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry(name, files[0]);
      if (files.length > 1) {
        tar.entry("content", files[1]);
      }
      tar.finish(
          files.length > 1
              ? Lengths.padded(tar.position() + TarWriter.END_BYTES)
              : Lengths.IDENTITY_PADDED);
      stream.finish();
    }
    return out.toByteArray();
  }

  private byte[] face(Recipients recipients, SigningKey thread) throws Exception {
    byte[] digest = FileDigest.of(FACE);
    byte[] json = AttachmentJson.of("face.jpg", "image/jpeg", FACE.length, digest).bytes();
    return nested(recipients, thread, "attachment.json", json, FACE);
  }

  /** Who it is under the keyset that the laptop knows; a face under another; one that is broken. */
  private Path sealed() throws Exception {
    try (SigningKey thread = new SigningKey(new byte[32])) {
      byte[] identity =
          nested(org.recipients(), thread, "identity.json", IdentityJson.anonymous().bytes());
      byte[] broken = face(org.recipients(), thread);
      broken[broken.length - 1] ^= 1;
      return sealed(
          org.recipients(), thread, List.of(identity, face(org.recipients(3), thread), broken));
    }
  }

  private Path sealed(Recipients recipients, SigningKey thread, List<byte[]> files)
      throws Exception {
    byte[] json = json(thread, files);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream =
        EnvelopeSealer.start(recipients, Kind.TESTIMONY, Binding.noContext(), org.random, out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry("testimony.json", json);
      tar.entry("thread.sig", ThreadSignature.sign(thread, org.instance, Document.TESTIMONY, json));
      for (int i = 0; i < files.size(); i++) {
        tar.entry(path(i), files.get(i).length, new ByteArrayInputStream(files.get(i)));
      }
      tar.finish(Lengths.padded(tar.position() + TarWriter.END_BYTES));
      stream.finish();
    }
    return Files.write(directory.resolve("sealed.tnq"), out.toByteArray());
  }

  /** Two open testimony, and two who it is: the keyset of the next week, which begins today. */
  private Recipients keysetOfTwo() throws Exception {
    org.importCurrent();
    org.day = LocalDate.of(2026, 12, 2);
    Path papers = Files.createDirectory(directory.resolve("papers"));
    List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", "2026-W49"));
    build.addAll(List.of("--testimony", "2", "--identity", "2", "--out", papers.toString()));
    try (var files = Files.newDirectoryStream(org.home.resolve("outbox"), "epochs-*.json")) {
      files.forEach(file -> build.add(file.toString()));
    }
    org.ok(List.of(), build.toArray(String[]::new));
    Path file = papers.resolve("keyset-2026-W49.json");
    org.signedByTwo(file);
    byte[] document = Files.readAllBytes(file);
    Keyset keyset = Keyset.parse(document);
    return new Recipients(KeysetId.of(document), 2, 2, keyset.publicKeys());
  }

  private void openedWith(Recipients outer, Recipients identity, Recipients... faces)
      throws Exception {
    try (SigningKey thread = new SigningKey(new byte[32])) {
      List<byte[]> files = new ArrayList<>();
      files.add(nested(identity, thread, "identity.json", IdentityJson.anonymous().bytes()));
      for (Recipients each : faces) {
        files.add(face(each, thread));
      }
      org.ok(List.of(), "inbox", "import", sealed(outer, thread, files).toString());
      org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    }
  }

  private static String path(int place) {
    return place == 0 ? FileEntry.IDENTITY : "attachments/00" + place;
  }

  private byte[] json(SigningKey thread, List<byte[]> nested) throws Exception {
    List<FileEntry> files = new ArrayList<>();
    for (int i = 0; i < nested.size(); i++) {
      byte[] digest = FileDigest.of(nested.get(i));
      files.add(
          i == 0
              ? FileEntry.identity(nested.get(i).length, digest)
              : FileEntry.sealedAttachment(path(i), nested.get(i).length, digest));
    }
    Consent consent =
        new Consent(
            Consent.Person.SUBMITTER,
            null,
            Consent.GivenBy.SELF,
            LocalDate.of(2026, 11, 23),
            null,
            Map.of());
    return TestimonyJson.of(
            org.instance,
            NONCE,
            thread.publicKey(),
            new byte[16],
            0,
            new byte[32],
            new Told("az", "text", List.of(), List.of(), List.of(consent)),
            files)
        .bytes();
  }

  /**
   * Opens what is nested; gives how many were opened, and which were not, each with its outcome.
   */
  private List<String> opened(int code, String which) throws Exception {
    assertEquals(
        code,
        org.run(
            Organisation.passphrases(3),
            ("inbox open --identity --json --as aysel --as bayram --as cemil " + which)
                .split(" ", -1)),
        org.stderr);
    JsonNode said = JSON.readTree(org.stdout);
    List<String> outcomes = new ArrayList<>();
    outcomes.add(said.get("opened").size() + " opened");
    for (JsonNode each : said.get("failed")) {
      outcomes.add(each.get("path").asText() + " " + each.get("outcome").asText());
    }
    return outcomes;
  }

  @Test
  void what_more_must_open_than_the_vault_waits_whatever_the_outer_envelope_says()
      throws Exception {
    Recipients two = keysetOfTwo();
    Recipients three = org.recipients();
    openedWith(two, two, three, two);
    assertEquals(List.of("2 opened", "attachments/001 waits"), opened(1, "--all"));
    assertTrue(org.stderr.contains("VAULT_QUORUM_LOWER"), org.stderr);
    assertTrue(org.stderr.contains("needs 3 custodians, but 2 open this vault"), org.stderr);
    openedWith(three, two);
    assertEquals(List.of("1 opened", "attachments/001 waits"), opened(1, "--all"));
  }

  /** What destroying the keys of the first week says. */
  private String toldWhenDestroying() {
    org.run(Organisation.passphrases(1), "keyring", "destroy-epochs", "--as", "aysel", "--yes");
    assertTrue(org.stderr.contains("would be lost"), org.stderr);
    return org.stderr;
  }

  @Test
  void keys_do_not_end_unwarned_while_anything_nested_may_need_them() throws Exception {
    String warned = "not known here that all of who it is was opened: 1;";
    org.importCurrent();
    org.ok(List.of(), "inbox", "import", sealed().toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.day = LocalDate.of(2027, 2, 22);
    org.publishToday("");
    assertTrue(toldWhenDestroying().contains(warned), org.stderr);
    assertEquals(
        List.of("1 opened", "attachments/001 waits", "attachments/002 undecipherable"),
        opened(1, "--all"));
    assertTrue(toldWhenDestroying().contains(warned), org.stderr);
    org.learn();
    assertEquals(List.of("1 opened"), opened(0, "--all"));
    assertFalse(toldWhenDestroying().contains("testimonies"), org.stderr);
  }

  @Test
  void each_nested_envelope_is_tried_until_it_is_open_or_known_to_open_for_nobody()
      throws Exception {
    org.ok(List.of(), "inbox", "import", sealed().toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    String id =
        JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"))
            .at("/envelopes/0/sha256")
            .asText();
    assertEquals(
        List.of("1 opened", "attachments/001 waits", "attachments/002 undecipherable"),
        opened(1, "--all"));
    assertEquals(List.of("0 opened", "attachments/001 waits"), opened(1, "--all"));
    assertTrue(org.stderr.contains("WRONG_KEYSET"), org.stderr);
    org.learn();
    assertEquals(List.of("1 opened"), opened(0, "--all"));
    assertEquals(List.of("0 opened"), opened(0, "--all"));
    assertEquals(List.of("0 opened", "attachments/002 undecipherable"), opened(1, id));
    assertEquals(List.of("0 opened", "attachments/002 undecipherable"), opened(1, id + " " + id));
    JsonNode exported =
        JSON.readTree(
            org.ok(
                Organisation.passphrases(3),
                "export",
                "--all",
                "--identity",
                "--json",
                "--out",
                directory.resolve("out").toString()));
    List<String> names = new ArrayList<>();
    for (JsonNode file : exported.get("files")) {
      if (file.has("shows_identity")) {
        names.add(file.get("name").asText());
      }
    }
    assertEquals(List.of("face.jpg"), names);
  }
}
