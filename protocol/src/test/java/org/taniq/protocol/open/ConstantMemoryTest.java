package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

/** A large attachment sealed and opened in one go, in a JVM with a heap far below its size. */
class ConstantMemoryTest {

  private static final String HEAP = "-Xmx24m";

  @ParameterizedTest
  @ValueSource(longs = {256L << 20})
  void a_large_attachment_passes_through_a_small_heap(long bytes) throws Exception {
    passesThrough(bytes);
  }

  @Test
  @Tag("slow")
  void two_gib_pass_through_a_small_heap() throws Exception {
    passesThrough(2L << 30);
  }

  private static void passesThrough(long bytes) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                ConstantMemoryTest.class.getName(),
                Long.toString(bytes))
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("opened " + bytes + "\n", said);
    assertEquals(0, jvm.waitFor());
  }

  /** The other JVM: one thread seals into a pipe, this one opens. */
  public static void main(String[] arguments) throws Exception {
    long size = Long.parseLong(arguments[0]);
    Custodians custodians = new Custodians(2, 3, 3, 51);
    PipedInputStream envelope = new PipedInputStream(1 << 16);
    PipedOutputStream out = new PipedOutputStream(envelope);
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread sealer = new Thread(() -> seal(custodians, size, out, failure));
    sealer.start();
    Header header = Header.read(envelope);
    Dek dek = custodians.dek(header, Binding.noContext(), 0, 1);
    AtomicLong opened = new AtomicLong();
    InputStream plaintext = PayloadOpener.open(header, Binding.noContext(), dek, envelope);
    TestimonyReader.read(plaintext, new byte[32], counting(opened));
    sealer.join();
    if (failure.get() != null) {
      throw failure.get();
    }
    System.out.println("opened " + opened.get());
  }

  private static TestimonyReader.Visitor counting(AtomicLong opened) {
    return new TestimonyReader.Visitor() {
      @Override
      public void json(OpenedTestimony json) {}

      @Override
      public void file(FileEntry file, InputStream content) throws IOException {
        if (!file.path().equals(FileEntry.IDENTITY)) {
          opened.addAndGet(content.transferTo(OutputStream.nullOutputStream()));
        }
      }
    };
  }

  private static void seal(
      Custodians custodians, long size, OutputStream out, AtomicReference<Exception> failure) {
    Submission submission =
        new Submission(
            new Submission.Sender(
                Bytes.of(new byte[32]), new SigningKey(new byte[32]), Bytes.of(new byte[16])),
            new Submission.Testimony(
                new Told("az", "", List.of(), List.of(), List.of()), 0, new byte[32]),
            IdentityJson.anonymous(),
            List.of(new AttachmentSource("a", "", false, size, () -> new Zeros(size))));
    try (out) {
      new TestimonySealer(custodians.recipients, new SecureRandom(), Spool.inMemory())
          .seal(submission, out);
    } catch (Exception e) {
      failure.set(e);
    }
  }

  private static final class Zeros extends InputStream {

    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(target, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
