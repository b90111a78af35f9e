package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PipeTest {
  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @Test
  void bytes_come_out_as_they_went_in() throws Exception {
    for (int length : new int[] {0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 9 << 20}) {
      byte[] bytes = random(length);
      Pipe pipe = new Pipe();
      CompletableFuture<byte[]> read =
          CompletableFuture.supplyAsync(
              () -> {
                try (InputStream in = pipe.in()) {
                  return in.readAllBytes();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (OutputStream out = pipe.out()) {
        out.write(bytes);
      }
      pipe.fail(new IOException("after the end it says nothing"));
      assertArrayEquals(bytes, read.get());
    }
  }

  @Test
  void a_failed_writer_is_never_taken_for_the_end() throws Exception {
    Pipe pipe = new Pipe();
    OutputStream out = pipe.out();
    out.write(random(100));
    pipe.fail(new IOException("broken"));
    try (InputStream in = pipe.in()) {
      assertEquals("broken", assertThrows(IOException.class, in::readAllBytes).getMessage());
    }
  }

  @Test
  void a_writer_whose_reader_left_is_told() throws Exception {
    Pipe pipe = new Pipe();
    pipe.in().close();
    OutputStream out = pipe.out();
    assertThrows(IOException.class, () -> out.write(random(9 << 20)));
  }

  @Test
  void a_stream_fills_it_and_is_carried_on_without_copies() throws Exception {
    for (int length : new int[] {0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 9 << 20}) {
      byte[] bytes = random(length);
      Pipe pipe = new Pipe();
      CompletableFuture<Void> filled =
          CompletableFuture.runAsync(
              () -> {
                try {
                  pipe.fill(new ByteArrayInputStream(bytes));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream in = pipe.in()) {
        // Some bytes by themselves first: what is left of their block comes next.
        out.writeBytes(in.readNBytes(100));
        in.transferTo(out);
        assertEquals(-1, in.read());
      }
      filled.get();
      assertArrayEquals(bytes, out.toByteArray());
    }
  }

  @Test
  void a_stream_that_breaks_has_not_ended_the_pipe() throws Exception {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(random(100)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("broken");
              }
            });
    Pipe pipe = new Pipe();
    IOException failure = assertThrows(IOException.class, () -> pipe.fill(broken));
    pipe.fail(failure);
    try (InputStream in = pipe.in()) {
      assertEquals("broken", assertThrows(IOException.class, in::read).getMessage());
    }
  }

  @Test
  void blocks_are_zeroed_when_the_reader_leaves() throws Exception {
    Pipe pipe = new Pipe();
    List<byte[]> blocks = new ArrayList<>();
    pipe.fill(
        new ByteArrayInputStream(random(3 << 18)) {
          @Override
          public int readNBytes(byte[] target, int offset, int length) {
            blocks.add(target);
            return super.readNBytes(target, offset, length);
          }
        });
    InputStream in = pipe.in();
    // One block used up, one begun, one not touched.
    in.readNBytes((1 << 18) + 100);
    in.close();
    assertEquals(4, blocks.size());
    for (byte[] block : blocks) {
      assertArrayEquals(new byte[1 << 18], block);
    }
  }
}
