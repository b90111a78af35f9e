package org.taniq.server.store;

import static org.taniq.server.store.Samples.DAY;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Takes envelopes until it is killed, and says what it acknowledges. */
final class KillSubject {
  private static final FileOutputStream ANSWERS = new FileOutputStream(FileDescriptor.out);
  private static final int THREADS = 8;

  private KillSubject() {}

  /** Arguments: directory, first seed. */
  public static void main(String[] args) throws Exception {
    EnvelopeStore store = FileEnvelopeStore.open(Path.of(args[0]), 1L << 34, new SecureRandom());
    long seed = Long.parseLong(args[1]);
    for (int i = 0; i < THREADS; i++) {
      long first = seed + 1_000_000L * i;
      boolean inPieces = i % 2 == 1;
      new Thread(() -> submitForEver(store, first, inPieces)).start();
    }
  }

  private static void submitForEver(EnvelopeStore store, long first, boolean inPieces) {
    try {
      for (long seed = first; ; seed++) {
        byte[] envelope = Samples.text(seed);
        UploadToken token = store.begin(envelope.length, DAY).token();
        int at = 0;
        if (inPieces) {
          try (UploadWriter writer = store.write(token, DAY)) {
            writer.append(envelope, 0, 40000);
            at = 40000;
          }
          answer("OFFSET " + token.hex() + " 40000 " + seed);
        }
        try (UploadWriter writer = store.write(token, DAY)) {
          writer.append(envelope, at, envelope.length - at);
          answer("STORED " + writer.finish().id() + " " + seed + " " + token.hex());
        }
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    }
  }

  private static void answer(String line) throws IOException {
    synchronized (ANSWERS) {
      ANSWERS.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
