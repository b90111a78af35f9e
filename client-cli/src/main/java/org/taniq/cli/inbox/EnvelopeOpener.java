package org.taniq.cli.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.taniq.cli.vault.ItemSealer;
import org.taniq.cli.vault.ItemSealer.ItemOutput;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.open.PayloadOpener;

/**
 * Opens one testimony envelope and seals its tar again on the fly under an item key of its own, in
 * the order of SPEC §2.8. Plaintext is in memory alone. Thread safe.
 */
final class EnvelopeOpener {
  private final Quorum quorum;
  private final Keysets keysets;
  private final byte[] instance;

  EnvelopeOpener(Quorum quorum, Keysets keysets, byte[] instance) {
    this.quorum = quorum;
    this.keysets = keysets;
    this.instance = instance.clone();
  }

  /**
   * What was opened.
   *
   * @param item id of the new item
   */
  record Filed(String item, Place place) {}

  /** The file is not the one that was imported. */
  static final class AlteredException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Opens a file into an item.
   *
   * @param sha256 of the sealed bytes; the file must have it
   * @param out takes the item; what it took counts only when this returns
   * @param sideBySide whether to use three threads, for large envelopes
   * @throws AlteredException the file's SHA-256 is another, whatever else may be wrong with it
   * @throws EnvelopeException for a reason of SPEC §2 and §3
   */
  Filed open(
      Path file,
      String sha256,
      ItemSealer sealer,
      OutputStream out,
      boolean sideBySide,
      LongConsumer progress)
      throws IOException, EnvelopeException, AlteredException {
    // Without a buffer: header and segments are read as wholes.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        HashingInput sealed = new HashingInput(Channels.newInputStream(channel), progress)) {
      try {
        Filed filed = open(channel.size(), sha256, sealed, sealer, out, sideBySide);
        requireSame(sealed, sha256);
        return filed;
      } catch (EnvelopeException | RuntimeException | StackOverflowError e) {
        requireSame(sealed, sha256);
        throw e;
      }
    }
  }

  private static void requireSame(HashingInput sealed, String sha256)
      throws IOException, AlteredException {
    if (!sealed.finish().equals(sha256)) {
      throw new AlteredException();
    }
  }

  private Filed open(
      long length,
      String sha256,
      InputStream sealed,
      ItemSealer sealer,
      OutputStream out,
      boolean sideBySide)
      throws IOException, EnvelopeException {
    try {
      Header header = Header.read(sealed);
      EnvelopeFiles.requireKind(header, Kind.TESTIMONY);
      long padded = Lengths.paddedOf(header.fixed().slots(), length);
      try (Dek dek = dek(header)) {
        InputStream plaintext = PayloadOpener.open(header, Binding.noContext(), dek, sealed);
        ItemOutput item = sealer.testimony(sha256, padded, out);
        Place place =
            sideBySide
                ? new SideBySide(instance).run(plaintext, item)
                : Contents.verify(new TeeInput(plaintext, item), instance);
        item.finish();
        return new Filed(item.id(), place);
      }
    } catch (EnvelopeIOException e) {
      throw e.unwrap();
    }
  }

  /** Steps 2 to 5 of SPEC §2.8. */
  Dek dek(Header header) throws EnvelopeException {
    SealedTo keyset = keysets.of(header, Kind.TESTIMONY);
    return quorum.open(header, Binding.noContext(), keyset);
  }
}
