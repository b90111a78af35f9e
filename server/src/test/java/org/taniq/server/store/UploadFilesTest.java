package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of uploads that are over. */
class UploadFilesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);
  private static final int MOST = 3;

  @TempDir Path directory;

  private UploadFiles open() throws IOException {
    Path uploads = Files.createDirectories(directory.resolve("uploads"));
    return new UploadFiles(uploads, new Disk(), new FailStop(), new Ledger(), 0, MOST);
  }

  private long files() throws IOException {
    try (var all = Files.list(directory.resolve("uploads"))) {
      return all.count();
    }
  }

  @Test
  void of_finished_uploads_the_newest_are_remembered_and_no_more_also_after_a_restart()
      throws Exception {
    List<UploadToken> tokens = new ArrayList<>();
    try (UploadFiles uploads = open()) {
      for (int i = 0; i < 10; i++) {
        UploadToken token = new UploadToken(String.format("%032x", i));
        tokens.add(token);
        FileUpload upload = uploads.begin(token, 5, DAY);
        Files.delete(uploads.path(upload));
        uploads.finished(upload, DAY);
      }
      for (int i = 0; i < 10; i++) {
        assertEquals(i >= 10 - MOST, uploads.find(tokens.get(i)).isPresent(), "upload " + i);
      }
      assertEquals(MOST, files());
    }
    for (int i = 20; i < 30; i++) {
      Files.createFile(
          directory.resolve("uploads").resolve(String.format("%032x.5.2026-11-25.finished", i)));
    }
    try (UploadFiles uploads = open()) {
      assertEquals(MOST, files());
      assertTrue(uploads.expire(DAY.plusDays(3)) <= MOST);
      assertEquals(0, files());
    }
  }
}
