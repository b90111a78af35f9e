package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;

@Timeout(30)
class ReadAheadTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131071, 131072, 131073, 262144, 5_000_000})
  void bytes_come_through_in_order(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(bytes))) {
      byte[] first = in.readNBytes(Math.min(7, size));
      assertArrayEquals(Arrays.copyOf(bytes, first.length), first);
      assertArrayEquals(Arrays.copyOfRange(bytes, first.length, size), in.readAllBytes());
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void a_refusal_is_the_same_for_the_reader_each_time() throws Exception {
    EnvelopeIOException refusal = new EnvelopeIOException(Reason.PAYLOAD_TAMPERED);
    try (ReadAhead in = new ReadAhead(failingAfter(1_000_000, refusal))) {
      assertSame(refusal, assertThrows(IOException.class, in::readAllBytes));
      assertSame(refusal, assertThrows(IOException.class, in::read));
    }
  }

  @Test
  void a_bug_of_the_stream_is_not_lost_in_the_thread() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("a bug");
          }
        };
    try (ReadAhead in = new ReadAhead(broken)) {
      assertEquals("a bug", assertThrows(IllegalStateException.class, in::read).getMessage());
    }
  }

  @Test
  void closing_early_ends_the_thread_after_few_pieces() throws Exception {
    AtomicLong given = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            given.addAndGet(length);
            return length;
          }
        };
    ReadAhead in = new ReadAhead(endless);
    in.read();
    in.close();
    in.close();
    long atClose = given.get();
    assertThrows(IOException.class, in::read);
    assertTrue(atClose <= 10L * 131072);
    assertEquals(atClose, given.get());
  }

  private static InputStream failingAfter(int size, IOException failure) {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(new byte[size]), failing);
  }
}
