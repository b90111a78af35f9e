package org.taniq.bench.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

/**
 * Text testimonies of the smallest size, each sealed by the product for another sender, one behind
 * the other in one file that is mapped: whoever sends one copies nothing and reads no disk.
 */
final class Texts {
  private static final int THREADS = 2;

  /** Length of each, bytes. */
  final int length;

  final int count;
  private final MappedByteBuffer all;
  private final AtomicInteger next = new AtomicInteger();

  private Texts(MappedByteBuffer all, int length, int count) {
    this.all = all;
    this.length = length;
    this.count = count;
  }

  /** Seals as many into a new file. */
  static Texts seal(Path file, int count, Organisation to, LocalDate day) throws Exception {
    int length = (int) Lengths.envelopeLength(to.recipients().slots(), Lengths.FLOOR);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      if ((long) count * length > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("more than one mapping holds");
      }
      MappedByteBuffer all = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) count * length);
      AtomicInteger sealed = new AtomicInteger();
      Together.run(
          THREADS,
          thread -> {
            Recipients recipients = to.recipients();
            SecureRandom random = new SecureRandom();
            for (int i = sealed.getAndIncrement(); i < count; i = sealed.getAndIncrement()) {
              all.slice(i * length, length).put(one(i, recipients, to.instance(), random, day));
            }
          });
      all.force();
      return new Texts(all, length, count);
    }
  }

  private static byte[] one(
      int number, Recipients to, Bytes instance, SecureRandom random, LocalDate day)
      throws IOException, EnvelopeException {
    Consent consent =
        new Consent(
            Consent.Person.SUBMITTER,
            null,
            Consent.GivenBy.SELF,
            day,
            null,
            Map.of(Consent.Purpose.KEEP, new Consent.Grant(Consent.Level.WITHOUT_NAME, null)));
    Told told =
        new Told("en", "Testimony number " + number + ".", List.of(), List.of(), List.of(consent));
    byte[] sitting = new byte[16];
    random.nextBytes(sitting);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ReceiptCode code = ReceiptCode.generate(random);
        SigningKey thread = code.threadKey(instance.toArray());
        Submission.Testimony testimony =
            new Submission.Testimony(told, 0, code.replyKey(instance.toArray()))) {
      new TestimonySealer(to, random, Spool.inMemory())
          .seal(
              new Submission(
                  new Submission.Sender(instance, thread, Bytes.of(sitting)),
                  testimony,
                  IdentityJson.anonymous(),
                  List.of()),
              out);
    }
    return out.toByteArray();
  }

  /** The number of one that nobody had yet. */
  int take() {
    int number = next.getAndIncrement();
    if (number >= count) {
      throw new IllegalStateException("no envelope is left: seal more");
    }
    return number;
  }

  /** The bytes of one, to be read. */
  ByteBuffer bytes(int number) {
    return all.slice(number * length, length).asReadOnlyBuffer();
  }

  /** SHA-256 in hex. */
  String sha256(int number) {
    byte[] bytes = new byte[length];
    bytes(number).get(bytes);
    return Sha256.hex(bytes);
  }
}
