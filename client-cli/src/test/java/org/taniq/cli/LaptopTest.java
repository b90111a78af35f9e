package org.taniq.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of one laptop begin with: an organisation that took in what is in force. */
abstract class LaptopTest {
  @TempDir Path directory;
  Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    org.importCurrent();
  }

  /** An envelope of a text; its file is named so, too. */
  Path sealed(String content) throws Exception {
    Path text = Files.writeString(directory.resolve(content + ".txt"), content);
    Path sealed = directory.resolve(content + ".tnq");
    org.ok(
        List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed.toString());
    return sealed;
  }

  /** Seals a text and imports it. */
  void imported(String content) throws Exception {
    org.ok(List.of(), "inbox", "import", sealed(content).toString());
  }

  /** Runs destroy-epochs of one custodian's keyring; gives the exit code. */
  int destroy(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("keyring", "destroy-epochs", "--as", name));
    words.addAll(List.of(options));
    return org.run(Organisation.passphrases(1), words.toArray(String[]::new));
  }
}
