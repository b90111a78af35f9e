package org.taniq.protocol.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.tar.SourceChangedException;
import org.taniq.protocol.tar.TarEntry;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.AttachmentJson;
import org.taniq.protocol.testimony.IdentityJson;

/** Seals the kind 1 envelopes inside a testimony, SPEC §3.4 and §3.5. */
final class NestedSealer {

  private final Recipients recipients;
  private final byte[] context;
  private final SecureRandom random;

  /**
   * @param context thread public key ‖ nonce of the outer envelope, 64 bytes
   */
  NestedSealer(Recipients recipients, byte[] context, SecureRandom random) {
    this.recipients = recipients;
    this.context = context;
    this.random = random;
  }

  /** identity.sealed. */
  byte[] identity(IdentityJson identity) throws IOException, EnvelopeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream = start(out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry("identity.json", identity.bytes());
      tar.finish(Lengths.IDENTITY_PADDED);
      stream.finish();
    }
    return out.toByteArray();
  }

  /**
   * One attachment that shows who somebody is.
   *
   * @param out takes the envelope; stays open
   */
  void attachment(AttachmentSource source, OutputStream out) throws IOException, EnvelopeException {
    byte[] digest = DigestingInput.of(source);
    byte[] json = AttachmentJson.of(source.name(), source.type(), source.size(), digest).bytes();
    long used = TarEntry.length(json.length) + TarEntry.length(source.size()) + TarWriter.END_BYTES;
    long padded = Lengths.padded(used);
    try (SealingStream stream = start(out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry("attachment.json", json);
      copy(tar, "content", source, digest);
      tar.finish(padded);
      stream.finish();
    }
  }

  /** Writes a file's content for good, and sees that it is still what was digested. */
  static void copy(TarWriter tar, String name, AttachmentSource source, byte[] digest)
      throws IOException {
    try (DigestingInput in = new DigestingInput(source.content().open())) {
      tar.entry(name, source.size(), in);
      if (!MessageDigest.isEqual(digest, in.finish())) {
        throw new SourceChangedException();
      }
    }
  }

  private SealingStream start(OutputStream out) throws IOException, EnvelopeException {
    return EnvelopeSealer.start(recipients, Kind.IDENTITY, context, random, out);
  }
}
