package org.taniq.server.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.Upload;
import org.taniq.server.store.UploadToken;
import org.taniq.server.store.UploadWriter;

/**
 * Takes envelopes in: checks length and header before more than the header is kept, counts bytes,
 * says "taken" only after the store made them durable. Thread-safe.
 */
public final class Intake {
  private static final int BUFFER = 65536;

  private final EnvelopeStore store;
  private final HeaderCheck check;
  private final Writers writers;
  private final Leases leases;
  private final Space space;
  private final Clock clock;
  private final long maxBytes;

  /**
   * @param clock tells the day
   * @param nanoTime {@link System#nanoTime}, for how long something takes
   * @param maxBytes length of the largest envelope taken
   */
  public Intake(
      EnvelopeStore store,
      SpacePolicy policy,
      KeysetJudge keysets,
      Clock clock,
      LongSupplier nanoTime,
      long maxBytes) {
    this.store = store;
    this.check = new HeaderCheck(keysets);
    this.writers = new Writers(nanoTime);
    this.leases = new Leases(store, nanoTime);
    this.space = new Space(store, policy, leases);
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /** Length of the largest envelope taken. */
  public long maxBytes() {
    return maxBytes;
  }

  /**
   * Begins a resumable upload.
   *
   * @param length declared, bytes
   * @throws IntakeException TOO_LARGE, BAD_LENGTH (off the lattice for every n), TRY_LATER,
   *     STORE_FAILED
   */
  public Upload begin(long length) throws IntakeException {
    requireLength(length);
    try {
      space.begin(length);
      Upload upload = store.begin(length, today());
      leases.begun(upload);
      return upload;
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  /**
   * Begins a resumable upload with its first chunk, as {@link #begin} and {@link #append} do.
   *
   * @throws IntakeException what those two throw; nothing is kept of an upload that is refused or
   *     breaks off, since nobody knows its token
   * @throws IOException the sender is gone
   */
  public Upload beginWith(long length, long declared, Chunk chunk)
      throws IntakeException, IOException {
    requireLength(length);
    try {
      space.begin(length);
      try (UploadWriter writer = store.beginWriting(length, today());
          Writers.Place place = writers.enter(writer.upload().token(), chunk)) {
        boolean told = false;
        try {
          Upload upload = append(writer, 0, declared, chunk, place);
          told = true;
          return upload;
        } finally {
          if (!told) {
            writer.abandon();
            leases.ended(writer.upload().token(), length);
          }
        }
      }
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  /**
   * Looks an upload up.
   *
   * @throws IntakeException UNKNOWN_UPLOAD, STORE_FAILED
   */
  public Upload upload(UploadToken token) throws IntakeException {
    try {
      return store.upload(token).orElseThrow(() -> new IntakeException(Refusal.UNKNOWN_UPLOAD));
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  /**
   * Appends a chunk. What arrived of a chunk that broke off is kept. With the last byte the
   * envelope is durable on return.
   *
   * @param offset where the sender thinks that the chunk belongs
   * @param declared bytes of the chunk, or -1 if not told
   * @return the upload with its new offset
   * @throws IntakeException UNKNOWN_UPLOAD, BUSY, WRONG_OFFSET, TOO_LARGE (beyond the declared
   *     length), CHECK_FAILED and BAD_LENGTH (both end the upload), TRY_LATER, STORE_FAILED
   * @throws IOException the sender is gone
   */
  public Upload append(UploadToken token, long offset, long declared, Chunk chunk)
      throws IntakeException, IOException {
    try (Writers.Place place = writers.enter(token, chunk);
        UploadWriter writer = store.write(token, today())) {
      return append(writer, offset, declared, chunk, place);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.FINISHED) {
        return finished(token, offset, chunk);
      }
      if (e.reason() == StoreException.Reason.BUSY) {
        writers.cutIfSilent(token);
      }
      throw refused(e);
    }
  }

  private Upload append(
      UploadWriter writer, long offset, long declared, Chunk chunk, Writers.Place place)
      throws IntakeException, IOException, StoreException {
    if (writer.offset() != offset) {
      throw new IntakeException(Refusal.WRONG_OFFSET);
    }
    if (declared > writer.upload().length() - offset) {
      throw new IntakeException(Refusal.TOO_LARGE);
    }
    receive(writer, place);
    if (writer.offset() == writer.upload().length()) {
      if (chunk.read(new byte[1]) >= 0) {
        throw new IntakeException(Refusal.TOO_LARGE);
      }
      writer.finish();
      leases.ended(writer.upload().token(), writer.offset());
    }
    return at(writer);
  }

  /**
   * Ends an unfinished upload.
   *
   * @throws IntakeException UNKNOWN_UPLOAD, BUSY, FINISHED, STORE_FAILED
   */
  public void terminate(UploadToken token) throws IntakeException {
    try {
      store.abandon(token);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.BUSY) {
        writers.cutIfSilent(token);
      }
      throw refused(e);
    }
  }

  /**
   * Takes a whole envelope in one go, durable on return; nothing is kept of one that breaks off.
   *
   * @param content the envelope and what follows it
   * @param lengths the lengths it may have; which of them follows from the header
   * @param ending judges what follows, before anything is taken
   * @return which of them
   * @throws IntakeException CHECK_FAILED, BAD_LENGTH, TOO_LARGE, TRY_LATER, STORE_FAILED
   * @throws IOException the sender is gone
   */
  public long takeWhole(InputStream content, long[] lengths, Ending ending)
      throws IntakeException, IOException {
    long least = Arrays.stream(lengths).min().orElse(0);
    byte[] h0 = content.readNBytes((int) Math.max(0, Math.min(FixedHeader.BYTES, least)));
    int slots = check.header(h0, today());
    long length =
        Arrays.stream(lengths)
            .filter(one -> HeaderCheck.fits(slots, one))
            .findFirst()
            .orElseThrow(() -> new IntakeException(Refusal.BAD_LENGTH));
    requireLength(length);
    try {
      space.begin(length);
    } catch (StoreException e) {
      throw refused(e);
    }
    try (UploadWriter writer = store.beginWriting(length, today())) {
      try {
        Space.Grant grant = space.grant(length);
        grant.take(h0.length);
        writer.append(h0, 0, h0.length);
        byte[] buffer = new byte[BUFFER];
        while (writer.offset() < length) {
          int n = content.read(buffer, 0, (int) Math.min(BUFFER, length - writer.offset()));
          if (n < 0) {
            throw new IntakeException(Refusal.BAD_LENGTH);
          }
          grant.take(n);
          writer.append(buffer, 0, n);
        }
        ending.check();
      } catch (IntakeException | IOException | StoreException | RuntimeException e) {
        writer.abandon();
        throw e;
      }
      writer.finish();
      return length;
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  /** What must stand behind an envelope. */
  @FunctionalInterface
  public interface Ending {

    /** Reads on, and passes or refuses. */
    void check() throws IntakeException, IOException;
  }

  private void requireLength(long length) throws IntakeException {
    if (length > maxBytes) {
      throw new IntakeException(Refusal.TOO_LARGE);
    }
    if (!Lengths.onLattice(length)) {
      throw new IntakeException(Refusal.BAD_LENGTH);
    }
  }

  /**
   * Reads the chunk to its end or to the end of the upload; judges the header before it is kept.
   */
  private void receive(UploadWriter writer, Writers.Place place)
      throws IntakeException, IOException, StoreException {
    try {
      receive(writer, place, space.grant(writer.upload().length()));
    } finally {
      leases.moved(writer.upload(), writer.offset());
    }
  }

  private void receive(UploadWriter writer, Writers.Place place, Space.Grant grant)
      throws IntakeException, IOException, StoreException {
    long length = writer.upload().length();
    byte[] buffer = new byte[BUFFER];
    while (writer.offset() < length) {
      int n = place.read(buffer, (int) Math.min(BUFFER, length - writer.offset()));
      if (n < 0) {
        return;
      }
      int missing = (int) Math.max(0, FixedHeader.BYTES - writer.offset());
      if (missing > 0 && n >= missing) {
        judge(writer, Arrays.copyOf(buffer, missing));
      }
      grant.take(n);
      writer.append(buffer, 0, n);
    }
  }

  private void judge(UploadWriter writer, byte[] restOfHeader)
      throws IntakeException, StoreException {
    byte[] head = writer.head();
    byte[] h0 = Arrays.copyOf(head, head.length + restOfHeader.length);
    System.arraycopy(restOfHeader, 0, h0, head.length, restOfHeader.length);
    try {
      // SPEC §5: as of the day on which the upload began, so that one crossing its end is finished.
      int slots = check.header(h0, writer.upload().created());
      HeaderCheck.length(slots, writer.upload().length());
    } catch (IntakeException e) {
      if (e.refusal() != Refusal.TRY_LATER) {
        writer.abandon();
      }
      throw e;
    }
  }

  /** A sender that did not hear of its success asks again with nothing to add: told once more. */
  private Upload finished(UploadToken token, long offset, Chunk chunk)
      throws IntakeException, IOException {
    Upload upload = upload(token);
    if (offset != upload.length()) {
      throw new IntakeException(Refusal.WRONG_OFFSET);
    }
    if (chunk.read(new byte[1]) >= 0) {
      throw new IntakeException(Refusal.TOO_LARGE);
    }
    return upload;
  }

  private static Upload at(UploadWriter writer) {
    Upload was = writer.upload();
    boolean finished = writer.offset() == was.length();
    return new Upload(
        was.token(), was.length(), writer.offset(), was.created(), was.active(), finished);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static IntakeException refused(StoreException e) {
    return new IntakeException(
        switch (e.reason()) {
          case STORE_FULL -> Refusal.TRY_LATER;
          case BUSY -> Refusal.BUSY;
          case UNKNOWN_UPLOAD -> Refusal.UNKNOWN_UPLOAD;
          case FINISHED -> Refusal.FINISHED;
          case STORE_FAILED, UNKNOWN_ENVELOPE, IN_USE, NOT_A_STORE, NOT_DURABLE ->
              Refusal.STORE_FAILED;
        });
  }
}
