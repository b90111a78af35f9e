package org.taniq.cli.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.EnvelopeException;

/**
 * Reading and decrypting in one thread, parsing and hashing in this one, sealing and writing in a
 * third; pipes between them. For envelopes that take longer than three threads take to start.
 */
final class SideBySide {
  private final byte[] instance;
  private final Pipe decrypted = new Pipe();
  private final Pipe verified = new Pipe();

  SideBySide(byte[] instance) {
    this.instance = instance;
  }

  /** One end of the work, in its own thread. */
  private abstract static class Stage extends Thread {
    private @Nullable IOException failure;
    private @Nullable RuntimeException defect;

    Stage(String name) {
      super(name);
      setDaemon(true);
    }

    abstract void work() throws IOException;

    @Override
    public final void run() {
      try {
        work();
      } catch (IOException e) {
        failure = e;
      } catch (UncheckedIOException e) {
        failure = e.getCause();
      } catch (RuntimeException e) {
        defect = e;
      } catch (StackOverflowError e) {
        defect = new IllegalStateException(e);
      }
    }

    /** Waits for the end of the work, and throws what ended it before its time. */
    final void require() throws IOException {
      end();
      if (defect != null) {
        throw defect;
      }
      if (failure != null) {
        throw failure;
      }
    }

    /** Waits for the end of the work. */
    final void end() {
      boolean interrupted = false;
      while (true) {
        try {
          join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Verifies the plaintext and copies it.
   *
   * @param item takes all of the plaintext; not finished here
   * @return where it belongs
   * @throws IOException of writing, if that failed: verifying then fails as well, for want of a
   *     reader; else of reading
   */
  Place run(InputStream plaintext, OutputStream item) throws IOException, EnvelopeException {
    Stage decrypt = decrypting(plaintext);
    Stage seal =
        new Stage("seal") {
          @Override
          void work() throws IOException {
            try (InputStream in = verified.in()) {
              in.transferTo(item);
            }
          }
        };
    decrypt.start();
    seal.start();
    try {
      Place place = verify();
      seal.require();
      return place;
    } catch (IOException e) {
      seal.require();
      decrypt.require();
      throw e;
    } finally {
      decrypt.end();
      seal.end();
    }
  }

  /**
   * Copies the plaintext and verifies nothing but the stream itself.
   *
   * @param out takes it as it comes; not closed
   */
  void copy(InputStream plaintext, OutputStream out) throws IOException {
    Stage decrypt = decrypting(plaintext);
    decrypt.start();
    try (InputStream in = decrypted.in()) {
      in.transferTo(out);
    } catch (IOException e) {
      decrypt.require();
      throw e;
    } finally {
      decrypt.end();
    }
  }

  private Stage decrypting(InputStream plaintext) {
    return new Stage("decrypt") {
      @Override
      void work() throws IOException {
        // Ended only when all of it was right: an end before the failure is told would pass for
        // a short plaintext.
        IOException failure = new IOException("decrypting ended early");
        try {
          decrypted.fill(plaintext);
        } catch (IOException e) {
          failure = e;
        } finally {
          decrypted.fail(failure);
        }
      }
    };
  }

  private Place verify() throws IOException, EnvelopeException {
    try (InputStream in = decrypted.in();
        OutputStream out = verified.out()) {
      return Contents.verify(new TeeInput(in, out), instance);
    }
  }
}
