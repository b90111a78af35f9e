package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;

/** The courier's parcel on its way into the inbox, whole and damaged. */
class ParcelImportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYSET = "ab".repeat(16);

  private @TempDir Path directory;
  private Organisation org;
  private Path parcel;
  private final List<ParcelEntry> entries = new ArrayList<>();

  @BeforeEach
  void make_a_parcel_of_three() throws Exception {
    org = new Organisation(directory);
    parcel = directory.resolve("parcel");
    Carrier carrier = new Carrier(org, parcel);
    for (int i = 0; i < 3; i++) {
      Path file = directory.resolve("file" + i);
      Files.writeString(file, "content " + i);
      Path sealed = directory.resolve("file" + i + ".tnq");
      org.ok(List.of(), "seal", "--no-confirm", file.toString(), "--out", sealed.toString());
      entries.add(carrier.put((i + "f").repeat(16), KEYSET, Files.readAllBytes(sealed)));
    }
    carrier.finish();
  }

  private JsonNode list() throws Exception {
    return JSON.readTree(org.ok(List.of(), "inbox", "list", "--json")).get("envelopes");
  }

  @Test
  void a_whole_parcel_comes_in_once_however_often_it_is_imported() throws Exception {
    String first = org.ok(List.of(), "inbox", "import", parcel.toString());
    assertTrue(first.contains("new envelopes: 3,"), first);
    String second = org.ok(List.of(), "inbox", "import", parcel.toString());
    assertTrue(second.contains("new envelopes: 0, known before: 3"), second);
    assertEquals(3, list().size());
    assertEquals("0f".repeat(16), list().get(0).get("id").asText());
    assertEquals(org.day.toString(), list().get(0).get("arrived").asText());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.ok(List.of(), "inbox", "import", parcel.toString());
    assertEquals("opened", list().get(2).get("state").asText());
  }

  @Test
  void a_missing_an_altered_and_an_extra_file_are_named_and_the_rest_comes_in() throws Exception {
    Files.delete(parcel.resolve(entries.get(0).name()));
    byte[] altered = Files.readAllBytes(parcel.resolve(entries.get(1).name()));
    altered[5000] ^= 1;
    Files.write(parcel.resolve(entries.get(1).name()), altered);
    Files.writeString(parcel.resolve("autorun.inf"), "x");
    assertEquals(1, org.run(List.of(), "inbox", "import", parcel.toString()));
    assertTrue(org.stderr.contains("missing in the parcel: " + entries.get(0).name()), org.stderr);
    assertTrue(org.stderr.contains("altered in the parcel, not imported: "), org.stderr);
    assertTrue(org.stderr.contains("passed over: autorun.inf"), org.stderr);
    assertEquals(1, list().size());
    assertEquals(entries.get(2).sha256(), list().get(0).get("sha256").asText());
  }

  @Test
  void unfinished_and_foreign_parcels_and_other_directories_are_refused() throws Exception {
    Path unfinished = directory.resolve("unfinished");
    ParcelWriter writer =
        ParcelWriter.open(unfinished, ParcelKind.INCOMING, Organisation.hex(org.instance));
    writer.plan(entries, org.day);
    assertEquals(1, org.run(List.of(), "inbox", "import", unfinished.toString()));
    assertTrue(org.stderr.contains("had not finished"), org.stderr);

    Path foreign = directory.resolve("foreign");
    ParcelWriter.open(foreign, ParcelKind.INCOMING, "77".repeat(32)).finish(org.day);
    assertEquals(1, org.run(List.of(), "inbox", "import", foreign.toString()));
    assertTrue(org.stderr.contains("another organisation"), org.stderr);

    Path outgoing = directory.resolve("outgoing");
    ParcelWriter.open(outgoing, ParcelKind.OUTGOING, Organisation.hex(org.instance))
        .finish(org.day);
    assertEquals(1, org.run(List.of(), "inbox", "import", outgoing.toString()));
    assertTrue(org.stderr.contains("the other way"), org.stderr);

    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertEquals(1, org.run(List.of(), "inbox", "import", empty.toString()));
    assertTrue(org.stderr.contains("no parcel"), org.stderr);
    assertEquals(0, list().size());
  }

  @Test
  void a_server_that_delivers_junk_loses_nothing() throws Exception {
    Carrier carrier = new Carrier(org, directory.resolve("junk"));
    carrier.put("9f".repeat(16), KEYSET, new byte[70_000]);
    carrier.finish();
    org.ok(List.of(), "inbox", "import", directory.resolve("junk").toString(), parcel.toString());
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"));
    JsonNode list = list();
    assertEquals("undecipherable", list.get(0).get("state").asText());
    assertEquals("NOT_AN_ENVELOPE", list.get(0).get("reason").asText());
    assertEquals("opened", list.get(1).get("state").asText());
    // Known as undecipherable, it is no failure of the next command.
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
  }
}
