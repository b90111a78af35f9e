package org.taniq.server.store;

import static org.taniq.server.store.Samples.DAY;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Runs under strace: does what the server does, and writes a line wherever it would answer. */
final class TraceSubject {
  private static final FileOutputStream ANSWERS = new FileOutputStream(FileDescriptor.out);

  private TraceSubject() {}

  /** Arguments: directory, what the disk forgets. */
  public static void main(String[] args) throws Exception {
    Disk disk = new ForgetfulDisk(ForgetfulDisk.Forgets.valueOf(args[1]));
    try (EnvelopeStore store =
        FileEnvelopeStore.open(Path.of(args[0]), 1L << 30, new SecureRandom(), disk, 0)) {
      List<StoredEnvelope> stored = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        stored.add(Samples.submit(store, Samples.text(i)));
        answer("STORED " + stored.get(i).id());
      }
      byte[] large = Samples.envelope(9, 1L << 20);
      UploadToken token = store.begin(large.length, DAY).token();
      int at = 0;
      for (int next : new int[] {300000, 700000}) {
        try (UploadWriter writer = store.write(token, DAY)) {
          writer.append(large, at, next - at);
        }
        answer("OFFSET " + token.hex());
        at = next;
      }
      try (UploadWriter writer = store.write(token, DAY)) {
        writer.append(large, at, large.length - at);
        answer("STORED " + writer.finish().id());
      }
      try (UploadWriter writer = store.beginWriting(large.length, DAY)) {
        token = writer.upload().token();
        writer.append(large, 0, 300000);
      }
      answer("OFFSET " + token.hex());
      byte[] text = Samples.text(6);
      try (UploadWriter writer = store.beginWriting(text.length, DAY)) {
        writer.append(text, 0, text.length);
        answer("STORED " + writer.finish().id());
      }
      store.delete(List.of(stored.get(0).id(), stored.get(1).id()));
      answer("DELETED " + stored.get(0).id());
      answer("DELETED " + stored.get(1).id());
    }
  }

  private static void answer(String line) throws IOException {
    ANSWERS.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
