package org.taniq.server.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;

class FileEnvelopeStoreTest extends EnvelopeStoreContract {
  @TempDir Path directory;

  @Override
  EnvelopeStore open() throws Exception {
    return FileEnvelopeStore.open(directory.resolve("store"), 1L << 30, new SecureRandom());
  }
}
