package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
}
