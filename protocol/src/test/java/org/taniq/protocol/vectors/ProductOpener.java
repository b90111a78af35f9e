package org.taniq.protocol.vectors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.open.DekOpener;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.open.NestedReader;
import org.taniq.protocol.open.OpenedTestimony;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.open.Share;
import org.taniq.protocol.open.TestimonyReader;
import org.taniq.protocol.testimony.FileEntry;

/** The product's whole way through one envelope vector, in the order of SPEC §2.8. */
final class ProductOpener {

  private final VectorFile vector;
  private final Map<Integer, byte[]> secrets = new TreeMap<>();
  private final UnaryOperator<InputStream> stream;

  /** The JSON of a kind 0 envelope, for round trips. */
  OpenedTestimony opened;

  /** identity.json as read, or null where the quorum was not at hand. */
  byte[] identity;

  /**
   * @param stream wraps every stream that the product reads from
   */
  ProductOpener(VectorFile vector, UnaryOperator<InputStream> stream) {
    this.vector = vector;
    this.stream = stream;
    for (String secret : vector.all("secret")) {
      if (!secret.startsWith("-=")) {
        String[] parts = secret.split("=");
        secrets.put(Integer.parseInt(parts[0]), Bytes.unhex(parts[1]));
      }
    }
  }

  List<Integer> slots() {
    return List.copyOf(secrets.keySet());
  }

  /** Opens with the keys of some slots, to the end of what the vector asks for. */
  byte[] open(byte[] envelope, List<Integer> slots) throws EnvelopeException, IOException {
    Kind kind = Kind.values()[vector.number("kind")];
    byte[] context = vector.has("context") ? vector.hex("context") : new byte[0];
    byte[] plaintext =
        payload(
            envelope, kind, isAttachment(), context, vector.number("quorum"), slots, received());
    switch (kind) {
      case TESTIMONY -> testimony(plaintext, slots);
      case IDENTITY -> nested(plaintext, isAttachment());
      default -> {}
    }
    return plaintext;
  }

  boolean isAttachment() {
    return vector.has("place") && vector.get("place").equals("attachment");
  }

  private List<Share> received() {
    List<Share> shares = new ArrayList<>();
    for (String share : vector.all("share")) {
      String[] parts = share.split("=");
      shares.add(new Share(Integer.parseInt(parts[0]), Bytes.unhex(parts[1])));
    }
    return shares;
  }

  private byte[] payload(
      byte[] envelope,
      Kind kind,
      boolean attachment,
      byte[] context,
      int quorum,
      List<Integer> slots,
      List<Share> received)
      throws EnvelopeException, IOException {
    InputStream in = stream.apply(new ByteArrayInputStream(envelope));
    Header header = Header.read(in);
    if (header.fixed().kind() != kind) { // SPEC §2.8: the place, then the length, then the keyset
      throw new EnvelopeException(Reason.WRONG_KIND);
    }
    if (kind == Kind.IDENTITY) {
      Lengths.paddedOfNested(attachment, header.fixed().slots(), envelope.length);
    } else {
      Lengths.paddedOf(kind, header.fixed().slots(), envelope.length);
    }
    header
        .fixed()
        .require(kind, KeysetId.parse(vector.get("keyset")), quorum, vector.number("slots"));
    List<DekOpener.SlotKey> keys =
        slots.stream()
            .map(slot -> new DekOpener.SlotKey(slot, new EpochSecret(secrets.get(slot))))
            .toList();
    try (Dek dek = DekOpener.open(header, context, keys, received);
        InputStream plaintext = PayloadOpener.open(header, context, dek, in)) {
      return plaintext.readAllBytes();
    } catch (EnvelopeIOException refused) {
      throw refused.unwrap();
    }
  }

  /** Reads a kind 0 plaintext, and what is nested in it. */
  void testimony(byte[] plaintext, List<Integer> slots) throws EnvelopeException, IOException {
    List<byte[]> nested = new ArrayList<>();
    List<Boolean> attachments = new ArrayList<>();
    opened =
        TestimonyReader.read(
            stream.apply(new ByteArrayInputStream(plaintext)),
            vector.hex("instance"),
            new TestimonyReader.Visitor() {
              @Override
              public void json(OpenedTestimony json) {}

              @Override
              public void file(FileEntry file, InputStream content) throws IOException {
                byte[] bytes = content.readAllBytes();
                boolean identity = file.path().equals(FileEntry.IDENTITY);
                if (identity || file.sealed()) {
                  nested.add(bytes);
                  attachments.add(!identity);
                }
              }
            });
    int quorum = vector.number("identity-quorum");
    if (slots.size() < quorum) {
      return;
    }
    byte[] context = NestedReader.context(opened.json());
    for (int i = 0; i < nested.size(); i++) {
      List<Integer> some = slots.subList(0, quorum);
      nested(
          payload(
              nested.get(i), Kind.IDENTITY, attachments.get(i), context, quorum, some, List.of()),
          attachments.get(i));
    }
  }

  /** Reads a kind 1 plaintext. */
  void nested(byte[] plaintext, boolean attachment) throws EnvelopeException, IOException {
    InputStream in = stream.apply(new ByteArrayInputStream(plaintext));
    if (attachment) {
      NestedReader.attachment(in, (json, content) -> content.readAllBytes());
    } else {
      identity = NestedReader.identity(in).bytes();
    }
  }
}
