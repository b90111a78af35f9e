package org.taniq.server.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.Signed;
import org.taniq.server.intake.IntakeException;

class PublicationsTest {
  @TempDir Path directory;
  @TempDir Path deliveries;
  private final House house = new House(false);
  private final List<String> log = new ArrayList<>();
  private LocalDate today = House.DAY;
  private Publications publications;

  @BeforeEach
  void open() throws IOException {
    open(false);
  }

  @AfterEach
  void close() throws IOException {
    publications.close();
  }

  private void open(boolean allowDemo) throws IOException {
    if (publications != null) {
      publications.close();
    }
    Clock clock = Clock.fixed(Instant.parse(today + "T12:00:00Z"), ZoneOffset.UTC);
    publications =
        Publications.open(
            directory.resolve("published"), new Trust(house.instance, allowDemo), clock, log::add);
  }

  private void install(byte[] tar) throws PublicationException {
    publications.install(House.file(deliveries, tar));
  }

  private boolean installSite(byte[] tar) throws PublicationException {
    return publications.installSite(House.file(deliveries, tar));
  }

  private String refused(byte[] tar) {
    return assertThrows(PublicationException.class, () -> install(tar)).reason();
  }

  private String refusedSite(byte[] tar) {
    return assertThrows(PublicationException.class, () -> installSite(tar)).reason();
  }

  private String served(String path) throws IOException {
    ServedFile file = publications.now().file(path);
    if (file == null) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(file.file());
    assertEquals(file.size(), bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long number() {
    return publications.now().current().bulletin().document().number();
  }

  @Test
  void a_publication_then_its_site_are_served_and_survive_a_restart() throws Exception {
    Signed site = house.site(1);
    byte[] current = house.current(house.bulletin(0, House.DAY, site), site);
    install(house.publication(current));
    assertTrue(log.contains("the bulletin names a site that is not here yet"));
    assertNull(publications.now().fallback());
    assertTrue(installSite(house.siteTar(site)));
    for (int i = 0; i < 2; i++) {
      assertEquals("page /index.html", served("/"));
      assertEquals("page /az/index.html", served("/az/"));
      assertEquals("page /az/sent.html", served("/az/sent.html"));
      assertNull(served("/az"));
      assertNull(served("/site.json"));
      assertEquals(new String(current, StandardCharsets.UTF_8), served("/taniq/current.json"));
      assertEquals(1000, served("/taniq/shelves/s1/0").length());
      assertEquals(48, served("/taniq/acks/a1").length());
      assertEquals("text/css;charset=utf-8", publications.now().file("/az/style.css").type());
      assertTrue(publications.now().file("/az/download/offline.html").download());
      assertFalse(publications.now().file("/az/sent.html").download());
      open(false);
    }
  }

  @Test
  void what_publishers_alone_sign_is_never_a_page_or_a_script() throws Exception {
    for (String name : List.of("form.html", "form.js", "form.css", "x.pdf", "download/x.html")) {
      house.broadcast.put("/taniq/shelves/" + name, new byte[1]);
      house.broadcast.put("/taniq/acks/" + name, new byte[1]);
    }
    install(house.publication(0, null));
    for (String path : house.broadcast.keySet()) {
      assertEquals("application/octet-stream", publications.now().file(path).type(), path);
      assertFalse(publications.now().file(path).download(), path);
    }
    assertEquals("application/json", publications.now().file("/taniq/current.json").type());
  }

  @Test
  void a_site_outlives_a_restart_after_its_signers_were_replaced() throws Exception {
    house.recover(House.DAY.minusDays(13));
    Signed site = house.site(1);
    byte[] current = house.current(house.bulletin(0, House.DAY, site), site);
    install(house.publication(current));
    assertTrue(installSite(house.siteTar(site)));
    today = House.DAY.plusDays(2);
    open(false);
    assertEquals("page /index.html", served("/"));
    assertEquals(0, number());
  }

  @Test
  void a_site_ahead_of_its_bulletin_waits_and_then_both_switch_together() throws Exception {
    Signed one = house.site(1);
    install(house.publication(0, one));
    installSite(house.siteTar(one));
    house.pages.put("/index.html", "second".getBytes(StandardCharsets.UTF_8));
    Signed two = house.site(2);
    assertFalse(installSite(house.siteTar(two)));
    assertEquals("page /index.html", served("/"));
    house.previous = publications.now().current().bulletin().sha256();
    install(house.publication(1, two));
    assertEquals("second", served("/"));
    assertEquals(1, number());
    open(false);
    assertEquals("second", served("/"));
  }

  @Test
  void a_site_that_no_bulletin_names_is_served_at_once() throws Exception {
    install(house.publication(0, null));
    assertTrue(installSite(house.siteTar(house.site(3))));
    assertEquals("page /index.html", served("/"));
    assertEquals("ROLLBACK", refusedSite(house.siteTar(house.site(2))));
    house.pages.put("/new.html", new byte[3]);
    assertEquals("FORK", refusedSite(house.siteTar(house.site(3))));
    assertNull(served("/new.html"));
  }

  @Test
  void a_folder_is_taken_like_a_tar() throws Exception {
    Signed site = house.site(1);
    Path folder = Files.createDirectory(deliveries.resolve("publication"));
    Files.write(
        folder.resolve("current.json"), house.current(house.bulletin(0, House.DAY, site), site));
    Files.createDirectories(folder.resolve("shelves/s1"));
    Files.write(folder.resolve("shelves/s1/0"), new byte[1000]);
    Files.createDirectories(folder.resolve("acks"));
    Files.write(folder.resolve("acks/a1"), new byte[48]);
    publications.install(folder);
    Path pages = Files.createDirectory(deliveries.resolve("site"));
    Files.write(pages.resolve("site.json"), site.document().toArray());
    Files.write(pages.resolve("site.json.sig"), site.signatureFile().bytes());
    for (Map.Entry<String, byte[]> page : house.pages.entrySet()) {
      Path file = pages.resolve("files" + page.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, page.getValue());
    }
    assertTrue(publications.installSite(pages));
    assertEquals("page /index.html", served("/"));
  }

  @Test
  void whatever_is_wrong_with_a_publication_the_old_one_is_served() throws Exception {
    install(house.publication(1, null));
    house.previous = publications.now().current().bulletin().sha256();
    byte[] good = house.publication(2, null);
    Signed next = house.bulletin(2, House.DAY, null);
    byte[] current = house.current(next, null);

    assertEquals("BAD_TAR", refused(new byte[0]));
    assertEquals("BAD_TAR", refused("not a tar".getBytes(StandardCharsets.UTF_8)));
    for (int cut : new int[] {1, 511, 512, 1024, good.length / 2, good.length - 1}) {
      assertEquals("BAD_TAR", refused(java.util.Arrays.copyOf(good, cut)), "cut at " + cut);
    }
    assertEquals("BAD_TAR", refused(java.util.Arrays.copyOf(good, good.length + 512)));
    byte[] flipped = good.clone();
    flipped[good.length - 1024 - 512 - 1024 - 512 + 100] ^= 1;
    assertTrue(List.of("FILE_CHANGED", "BAD_TAR").contains(refused(flipped)));
    assertEquals(
        "FILE_MISSING", refused(House.tar(List.of("current.json"), List.of(current), Map.of())));
    house.broadcast.put("/taniq/acks/extra", new byte[1]);
    assertEquals("FILE_NOT_LISTED", refused(house.publication(current)));
    house.broadcast.remove("/taniq/acks/extra");
    house.broadcast.put("/taniq/acks/a1", new byte[] {1});
    assertEquals("FILE_CHANGED", refused(house.publication(current)));
    house.broadcast.put("/taniq/acks/a1", new byte[48]);
    byte[] extra =
        House.tar(List.of("current.json"), List.of(current), Map.of("xx/xx/escape", new byte[1]));
    assertEquals("FILE_NOT_LISTED", refused(extra));
    byte[] escaping = House.renamed(extra, "xx/xx/escape", "../../escape");
    assertTrue(List.of("FILE_NOT_LISTED", "BAD_TAR").contains(refused(escaping)));
    assertEquals(
        "UNKNOWN_SIGNER",
        refused(
            house.publication(
                house.current(house.bulletin(2, House.DAY, null, House.STRANGER), null))));
    assertEquals("BAD_DOCUMENT", refused(house.publication("{}".getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        "EXPIRED",
        refused(
            house.publication(
                house.current(house.bulletin(2, House.DAY.minusDays(20), null), null))));
    assertEquals(
        "NOT_YET_VALID",
        refused(
            house.publication(
                house.current(house.bulletin(2, House.DAY.plusDays(3), null), null))));
    assertEquals("WRONG_INSTANCE", refused(new House(true).publication(2, null)));

    assertEquals(1, number());
    assertEquals(1000, served("/taniq/shelves/s1/0").length());
    assertFalse(Files.exists(directory.resolve("escape")));
    try (var left = Files.list(directory.resolve("published"))) {
      assertEquals(3, left.count(), "lock, state, one publication");
    }
    install(good);
    assertEquals(2, number());
  }

  @Test
  void an_older_bulletin_is_a_rollback_and_another_of_the_same_number_a_fork() throws Exception {
    install(house.publication(4, null));
    byte[] same = house.publication(4, null);
    open(false);
    assertEquals("ROLLBACK", refused(house.publication(3, null)));
    house.withdrawn = List.of(house.keyset.sha256());
    assertEquals("FORK", refused(house.publication(4, null)));
    assertEquals("FORK", refused(house.publication(5, null)), "it does not follow the one known");
    house.withdrawn = List.of();
    install(same);
    assertEquals(4, number());
  }

  @Test
  void a_number_that_leaves_none_to_later_bulletins_is_refused_and_the_highest_is_passed_next_day()
      throws Exception {
    install(house.publication(0, null));
    house.previous = publications.now().current().bulletin().sha256();
    long highest = 24 * 61; // the charter is 60 days old
    assertEquals("BAD_DOCUMENT", refused(house.publication(highest + 1, null)));
    assertEquals("BAD_DOCUMENT", refused(house.publication((1L << 53) - 1, null)));
    install(house.publication(highest, null));
    house.previous = publications.now().current().bulletin().sha256();
    Signed next = house.bulletin(highest + 1, House.DAY.plusDays(1), null);
    install(house.publication(house.current(next, null)));
    assertEquals(highest + 1, number());
  }

  @Test
  void a_withdrawal_is_for_ever_and_stops_new_uploads() throws Exception {
    install(house.publication(0, null));
    assertEquals(2, publications.now().accepted(house.keysetId(), today).testimony());
    house.previous = publications.now().current().bulletin().sha256();
    house.withdrawn = List.of(house.keyset.sha256());
    install(house.publication(1, null));
    assertEquals("KEYSET_WITHDRAWN", judged(today));
    house.previous = publications.now().current().bulletin().sha256();
    house.withdrawn = List.of();
    assertEquals("ROLLBACK", refused(house.publication(2, null)));
  }

  private String judged(LocalDate day) {
    return assertThrows(
            IntakeException.class, () -> publications.now().accepted(house.keysetId(), day))
        .reason();
  }

  @Test
  void keysets_are_judged_by_the_day() throws Exception {
    assertEquals("TRY_LATER", judged(today));
    install(house.publication(0, null));
    assertEquals(3, publications.now().accepted(house.keysetId(), today).custodians());
    assertEquals("EXPIRED", judged(House.DAY.plusDays(15)), "the bulletin");
    assertEquals(
        "KEYSET_NOT_LISTED",
        assertThrows(
                IntakeException.class,
                () ->
                    publications
                        .now()
                        .accepted(
                            org.taniq.protocol.envelope.KeysetId.parse("00".repeat(16)), today))
            .reason());
    assertEquals(
        2,
        publications.now().accepted(house.keysetId(), House.DAY.minusDays(2)).testimony(),
        "an upload that began before this bulletin");
  }

  @Test
  void what_expired_is_still_served_after_a_restart() throws Exception {
    Signed site = house.site(1);
    install(house.publication(0, site));
    installSite(house.siteTar(site));
    today = House.DAY.plusDays(500);
    open(false);
    assertEquals("page /index.html", served("/"));
    assertEquals("EXPIRED", judged(today));
  }

  @Test
  void a_recovery_charter_waits_from_the_day_on_which_it_was_first_seen() throws Exception {
    install(house.publication(0, null));
    house.recover(House.DAY.minusDays(14));
    house.previous = publications.now().current().bulletin().sha256();
    install(house.publication(1, null));
    assertEquals(House.DAY, recoverySeen());
    assertEquals(
        House.DAY.plusDays(14), publications.now().current().known().charters().get(1).waits());
    today = House.DAY.plusDays(5);
    open(false);
    assertEquals(House.DAY, recoverySeen(), "remembered over a restart");
    assertEquals(0, publications.now().current().chain().current(today).document().number());
    assertEquals(
        1,
        publications.now().current().chain().current(House.DAY.plusDays(14)).document().number());
  }

  @Test
  void a_recovery_begins_to_wait_though_no_publisher_is_left() throws Exception {
    install(house.publication(0, null));
    today = House.DAY.plusDays(20);
    open();
    house.recover(House.DAY);
    assertEquals("EXPIRED", refused(house.publication(0, null)));
    today = House.DAY.plusDays(21);
    open();
    assertEquals("EXPIRED", refused(house.publication(0, null)));
    assertEquals(House.DAY.plusDays(20), recoverySeen(), "remembered over a restart");
  }

  /** The day of first sight of charter 1, from the file. */
  private LocalDate recoverySeen() throws Exception {
    Known known =
        PublishedState.read(directory.resolve("published"), house.instance.toArray()).known();
    return known.sights().get(house.charters.get(1).sha256());
  }

  @Test
  void a_damaged_file_is_not_served_after_a_restart_and_the_memory_stays() throws Exception {
    Signed site = house.site(1);
    install(house.publication(3, site));
    installSite(house.siteTar(site));
    Path page = publications.now().file("/az/sent.html").file();
    publications.close();
    Files.writeString(page, "page /az/tent.html");
    open(false);
    assertNull(publications.now().fallback());
    assertNotNull(publications.now().file("/taniq/current.json"));
    assertTrue(log.contains("what was published is damaged (FILE_CHANGED): deliver it again"));
    assertEquals("ROLLBACK", refused(house.publication(2, site)));
    assertTrue(installSite(house.siteTar(site)));
    assertEquals("page /az/sent.html", served("/az/sent.html"));
  }

  @Test
  void a_demonstration_needs_its_switch() throws Exception {
    publications.close();
    House demo = new House(true);
    Path own = deliveries.resolve("demo");
    Clock clock = Clock.fixed(Instant.parse(today + "T12:00:00Z"), ZoneOffset.UTC);
    Path tar = House.file(deliveries, demo.publication(0, null));
    try (Publications refusing =
        Publications.open(own, new Trust(demo.instance, false), clock, log::add)) {
      PublicationException e =
          assertThrows(PublicationException.class, () -> refusing.install(tar));
      assertEquals("DEMO_NOT_ALLOWED", e.reason());
    }
    try (Publications taking =
        Publications.open(own, new Trust(demo.instance, true), clock, log::add)) {
      taking.install(tar);
      assertArrayEquals(
          demo.instance.toArray(), taking.now().current().chain().instance().toArray());
    }
    try (Publications refusing =
        Publications.open(own, new Trust(demo.instance, false), clock, log::add)) {
      assertNull(refusing.now().current());
    }
  }

  @Test
  void whatever_is_wrong_with_a_site_the_old_one_is_served() throws Exception {
    assertEquals("NO_PUBLICATION", refusedSite(house.siteTar(house.site(1))));
    Signed site = house.site(1);
    install(house.publication(0, site));
    installSite(house.siteTar(site));
    Signed two = house.site(2);
    house.pages.put("/extra.html", new byte[1]);
    assertEquals("FILE_NOT_LISTED", refusedSite(house.siteTar(two)));
    house.pages.remove("/extra.html");
    byte[] page = house.pages.put("/index.html", "changed".getBytes(StandardCharsets.UTF_8));
    assertEquals("FILE_CHANGED", refusedSite(house.siteTar(two)));
    house.pages.remove("/index.html");
    assertEquals("FILE_MISSING", refusedSite(house.siteTar(two)));
    house.pages.put("/index.html", page);
    Signed one =
        House.signed(
            org.taniq.protocol.signed.DocumentType.SITE, two.document().toArray(), House.A);
    assertEquals("TOO_FEW_SIGNATURES", refusedSite(house.siteTar(one)));
    Signed foreign =
        House.signed(
            org.taniq.protocol.signed.DocumentType.SITE,
            two.document().toArray(),
            House.A,
            House.STRANGER);
    assertEquals("UNKNOWN_SIGNER", refusedSite(house.siteTar(foreign)));
    assertEquals("BAD_TAR", refusedSite(house.publication(0, site)));
    house.csp = "default-src 'self'";
    assertEquals("CSP_DIFFERS", refusedSite(house.siteTar(house.site(2))));
    assertEquals("page /index.html", served("/"));
  }

  @Test
  void a_second_server_on_the_directory_is_refused() {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                Publications.open(
                    directory.resolve("published"),
                    new Trust(house.instance, false),
                    Clock.systemUTC(),
                    log::add));
    assertEquals("in use by a running server", e.getMessage());
  }
}
