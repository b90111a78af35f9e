package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.signed.Signed;
import org.taniq.server.http.Envelopes;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

/**
 * Pages, deliveries and envelopes share a small disk. Needs the right to mount a tmpfs; elsewhere
 * it is passed over.
 */
class NearlyFullDiskTest {
  private static final int MIB = 1 << 20;

  /** What is left free, a delivery of 16 MiB, and half of it unpacked. */
  private static final int DISK_MIB = 128 + 16 + 8;

  @TempDir Path directory;
  private final House house = new House(false);
  private Running running;
  private Path disk;

  @BeforeEach
  void start() throws Exception {
    disk = Files.createDirectory(directory.resolve("data"));
    assumeTrue(SmallMount.mount(disk, "size=" + DISK_MIB + "m,mode=0700"), "may not mount");
    running = new Running(directory, house).start().published();
  }

  @AfterEach
  void stop() throws Exception {
    if (running != null) {
      running.close();
      SmallMount.unmount(disk);
    }
  }

  @Test
  void a_site_that_does_not_fit_is_refused_whole_and_the_store_goes_on() throws Exception {
    byte[] content = new byte[16 * MIB - 100_000];
    new Random(1).nextBytes(content);
    house.pages.put("/offline.bin", content);
    Signed site = house.site(2);
    byte[] tar = house.siteTar(site);
    for (int i = 0; i < 3; i++) {
      long before = usable();
      RawHttp.Reply reply = running.put("site", tar, 503);
      assertEquals("{\"reason\":\"TRY_LATER\"}", reply.text());
      assertEquals("600", reply.header("retry-after"));
      assertTrue(before - usable() < MIB, "nothing of it is left");
      submit(i);
    }
    assertTrue(SmallMount.mount(disk, "remount,size=" + (DISK_MIB + 16) + "m"));
    assertEquals("{\"served\":false}", running.put("site", tar, 200).text());
    submit(3);
  }

  /** Each takes a block of the disk. */
  @Test
  void many_small_files_fill_a_disk_too() throws Exception {
    assertTrue(SmallMount.mount(disk, "remount,size=" + (DISK_MIB - 8) + "m"));
    for (int i = 0; i < 4_000; i++) {
      house.pages.put("/many/" + i + ".html", new byte[1]);
    }
    long before = usable();
    assertEquals(
        "{\"reason\":\"TRY_LATER\"}",
        running.put("site", house.siteTar(house.site(2)), 503).text());
    assertTrue(before - usable() < MIB, "nothing of it is left");
    submit(1);
  }

  private void submit(int seed) throws IOException {
    byte[] text = Envelopes.of(2, 3, Kind.TESTIMONY, house.keysetId(), 64 << 10, seed);
    String head =
        "POST /uploads HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0\nContent-Length: "
            + text.length
            + "\nUpload-Length: "
            + text.length
            + "\nContent-Type: application/offset+octet-stream";
    assertEquals(201, RawHttp.send(running.port, head, text).status());
  }

  private long usable() throws IOException {
    return Files.getFileStore(disk).getUsableSpace();
  }
}
