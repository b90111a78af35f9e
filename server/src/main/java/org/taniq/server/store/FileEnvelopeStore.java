package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.server.store.StoreException.Reason;

/**
 * The store of one machine: bodies as files, the index in H2 beside them. Thread-safe.
 *
 * <p>The bodies are the truth. An envelope is durable, and may be acknowledged, once its file and
 * the file's directory entry are fsynced; its row is committed to H2 before that too, but what H2
 * loses in a crash, or all of it, is made anew from the bodies when the store is opened. Only
 * deletion needs the index to be durable first, since a row without a body is an alarm.
 */
public final class FileEnvelopeStore implements EnvelopeStore {

  /** Bytes of the disk that envelopes never take: the index and the directories need some. */
  static final long DISK_RESERVE_BYTES = 64L << 20;

  private final StoreDirectory home;
  private final Disk disk;
  private final Database database;
  private final BodyFiles bodies;
  private final UploadFiles uploads;
  private final Ledger ledger;
  private final FailStop failStop;
  private final SecureRandom random;
  private final Health opened;
  private final long capacity;

  private FileEnvelopeStore(
      StoreDirectory home, Disk disk, OpenedFiles files, SecureRandom random, long capacity) {
    this.home = home;
    this.disk = disk;
    this.database = files.database();
    this.bodies = files.bodies();
    this.uploads = files.uploads();
    this.ledger = files.ledger();
    this.failStop = files.failStop();
    this.opened = files.health();
    this.random = random;
    this.capacity = capacity;
  }

  /**
   * Opens a store, or makes one in an empty or missing directory; reconciles index and bodies.
   *
   * @param directory for this store alone
   * @param capacity bytes that envelopes and partial uploads may take; never more than the disk has
   *     less a reserve
   * @param random for ids and tokens
   * @throws StoreException IN_USE, NOT_A_STORE, STORE_FAILED
   */
  public static FileEnvelopeStore open(Path directory, long capacity, SecureRandom random)
      throws StoreException {
    return open(directory, capacity, random, new Disk(), DISK_RESERVE_BYTES);
  }

  static FileEnvelopeStore open(
      Path directory, long capacity, SecureRandom random, Disk disk, long diskReserve)
      throws StoreException {
    StoreDirectory home = StoreDirectory.open(directory);
    try {
      OpenedFiles files = OpenedFiles.open(home, disk, diskReserve);
      return new FileEnvelopeStore(home, disk, files, random, capacity);
    } catch (StoreException | RuntimeException e) {
      home.close();
      throw e;
    }
  }

  @Override
  public Upload begin(long length, LocalDate today) throws StoreException {
    failStop.check();
    return uploads.begin(UploadToken.random(random), length, today).state();
  }

  /** One file less to make, and none to remember it by, than by begin and write. */
  @Override
  public UploadWriter beginWriting(long length, LocalDate today) throws StoreException {
    failStop.check();
    FileUpload upload = uploads.beginUntold(UploadToken.random(random), length, today);
    try {
      return writer(upload, today);
    } catch (StoreException | RuntimeException e) {
      uploads.remove(upload, 0);
      throw e;
    }
  }

  @Override
  public Optional<Upload> upload(UploadToken token) {
    return uploads.find(token).map(FileUpload::state);
  }

  @Override
  public List<Upload> unfinished(SizeClass sizeClass) {
    return uploads.unfinished(sizeClass);
  }

  @Override
  public UploadWriter write(UploadToken token, LocalDate today) throws StoreException {
    failStop.check();
    FileUpload upload = uploads.take(token);
    try {
      return writer(upload, today);
    } catch (StoreException | RuntimeException e) {
      uploads.release(upload);
      throw e;
    }
  }

  @Override
  public void abandon(UploadToken token) throws StoreException {
    FileUpload upload = uploads.take(token);
    try {
      uploads.remove(upload, upload.offset);
    } finally {
      uploads.release(upload);
    }
  }

  @Override
  public int expire(LocalDate today) throws StoreException {
    return uploads.expire(today);
  }

  @Override
  public Optional<StoredEnvelope> find(EnvelopeId id) throws StoreException {
    return database.read(handle -> EnvelopeIndex.find(handle, id));
  }

  @Override
  public List<StoredEnvelope> list(@Nullable EnvelopeId after, int limit) throws StoreException {
    return database.read(handle -> EnvelopeIndex.list(handle, after, limit));
  }

  @Override
  public InputStream read(EnvelopeId id, long from) throws StoreException, IOException {
    StoredEnvelope envelope =
        find(id).orElseThrow(() -> new StoreException(Reason.UNKNOWN_ENVELOPE));
    return bodies.read(BodyName.of(envelope), from);
  }

  /**
   * Rows first, durably, then the bodies: a crash between the two brings an envelope back, and the
   * order is applied again; the other way round would leave rows without a body.
   */
  @Override
  public void delete(List<EnvelopeId> ids) throws StoreException {
    failStop.check();
    List<StoredEnvelope> found =
        database.read(
            handle ->
                ids.stream()
                    .distinct()
                    .flatMap(id -> EnvelopeIndex.find(handle, id).stream())
                    .toList());
    List<StoredEnvelope> gone;
    try {
      // Whoever removed the row counts it: one order may come twice at once.
      gone =
          database.commit(
              handle ->
                  found.stream()
                      .filter(envelope -> EnvelopeIndex.delete(handle, envelope.id()))
                      .toList());
      disk.syncIndex(database);
    } catch (StoreException e) {
      throw failStop.fail(e);
    }
    bodies.remove(gone.stream().map(BodyName::of).toList());
    gone.forEach(envelope -> ledger.deleted(envelope.size()));
  }

  @Override
  public Usage usage() {
    Usage counted = ledger.usage(capacity);
    return new Usage(Math.min(capacity, counted.bytes() + uploads.diskSpace()), counted.classes());
  }

  @Override
  public Health health() {
    return new Health(!failStop.failed(), opened.lost(), opened.damaged());
  }

  @Override
  public void close() {
    try {
      database.read(handle -> handle.execute("SHUTDOWN"));
    } catch (StoreException e) {
      // What it did not write is made anew from the bodies at the next opening.
    }
    database.close();
    bodies.close();
    uploads.close();
    home.close();
  }

  private UploadWriter writer(FileUpload upload, LocalDate today) throws StoreException {
    return new FileUploadWriter(
        uploads, upload, (sha256, header) -> publish(upload, sha256, header, today), today);
  }

  /** The bytes are durable in the upload's file: DESIGN §6's remaining steps, in its order. */
  private StoredEnvelope publish(
      FileUpload upload, String sha256, FixedHeader header, LocalDate today) throws StoreException {
    StoredEnvelope envelope =
        new StoredEnvelope(
            EnvelopeId.random(random), sha256, header.keysetId(), upload.length, today);
    bodies.publish(uploads.path(upload), BodyName.of(envelope));
    ledger.stored(envelope.size());
    try {
      database.commit(
          handle -> {
            EnvelopeIndex.insert(handle, envelope);
            return true;
          });
    } catch (StoreException e) {
      throw failStop.fail(e);
    }
    return envelope;
  }
}
