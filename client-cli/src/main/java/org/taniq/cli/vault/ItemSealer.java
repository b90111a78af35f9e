package org.taniq.cli.vault;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Labels;
import org.taniq.protocol.envelope.Lengths;

/** Seals items under a fresh key each, wrapped by the vault key of their level. SPEC §8.3. */
public final class ItemSealer {
  private final String vault;
  private final @Nullable VaultKey[] keys;
  private final SecureRandom random;

  /**
   * @param vault hex of the vault's id
   * @param keys vault keys by level; those of the levels that are open
   */
  ItemSealer(String vault, @Nullable VaultKey[] keys, SecureRandom random) {
    this.vault = vault;
    this.keys = keys.clone();
    this.random = random;
  }

  /**
   * Begins an item at level 0: the decrypted tar of an envelope.
   *
   * @param envelope hex of the sealed envelope's SHA-256
   * @param plaintextBytes that will be written, exactly
   * @param out the pack
   */
  public ItemOutput testimony(String envelope, long plaintextBytes, OutputStream out)
      throws IOException {
    return start(0, 0, envelope, ItemHeader.NO_PARENT, plaintextBytes, out);
  }

  /**
   * Begins an item at level 1: the decrypted tar of a nested envelope.
   *
   * @param parent the testimony that it is nested in
   * @param number 0 identity.sealed, N attachments/N
   */
  public ItemOutput identity(Item parent, int number, long plaintextBytes, OutputStream out)
      throws IOException {
    return start(1, number, parent.envelope(), parent.id(), plaintextBytes, out);
  }

  private ItemOutput start(
      int level, int number, String envelope, String parent, long plaintextBytes, OutputStream out)
      throws IOException {
    String id = HexFormat.of().formatHex(fresh(ItemHeader.ID_BYTES));
    byte[] nonce = fresh(VaultKey.NONCE_BYTES);
    byte[] itemKey = fresh(VaultKey.BYTES);
    try {
      long streamBytes = Lengths.streamLength(plaintextBytes);
      byte[] open = ItemHeader.open(level, number, id, envelope, parent, streamBytes);
      String wrapped = key(level).wrap(itemKey, nonce, aad(vault, open));
      ItemHeader header = new ItemHeader(level, number, id, envelope, parent, streamBytes, wrapped);
      out.write(header.bytes());
      OutputStream sealed = ItemStream.seal(itemKey, aad(vault, header.bytes()), out);
      return new ItemOutput(id, sealed, plaintextBytes);
    } finally {
      Arrays.fill(itemKey, (byte) 0);
    }
  }

  private VaultKey key(int level) {
    VaultKey key = keys[level];
    if (key == null) {
      throw new IllegalStateException("level is locked");
    }
    return key;
  }

  /** L("vault-item") ‖ vault id ‖ header bytes. */
  static byte[] aad(String vault, byte[] header) {
    ByteArrayOutputStream aad = new ByteArrayOutputStream();
    aad.writeBytes(Labels.of("vault-item"));
    aad.writeBytes(HexFormat.of().parseHex(vault));
    aad.writeBytes(header);
    return aad.toByteArray();
  }

  private byte[] fresh(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Plaintext goes in; {@link #finish} seals the last segment. */
  public static final class ItemOutput extends FilterOutputStream {
    private final String id;
    private long left;

    ItemOutput(String id, OutputStream out, long plaintextBytes) {
      super(out);
      this.id = id;
      this.left = plaintextBytes;
    }

    /** Id of the new item, 32 hex digits. */
    public String id() {
      return id;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IllegalStateException("more plaintext than was announced");
      }
      out.write(bytes, offset, length);
    }

    /** Seals the last segment. An item that is left without it opens for nobody. */
    public void finish() throws IOException {
      if (left != 0) {
        throw new IllegalStateException("less plaintext than was announced");
      }
      out.close();
    }

    /** Does nothing: only {@link #finish} ends an item. */
    @Override
    public void close() {}
  }
}
