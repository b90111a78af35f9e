package org.taniq.cli.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.taniq.cli.vault.VaultException.Reason;
import org.taniq.parcel.Durable;
import org.taniq.protocol.Labels;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.SealingStream;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.tar.TarReader;
import org.taniq.protocol.tar.TarWriter;

/** Seals a vault's keys to its custodians, and opens them with a quorum. SPEC §8.2. */
public final class VaultKeys {
  private static final String NAME = "vault.key";

  private VaultKeys() {}

  /**
   * Begins a vault: two fresh keys, each sealed to the keyset, then the log's entry.
   *
   * @return the vault, with no level open
   */
  public static Vault create(
      Path vaults, SealedTo keyset, LocalDate today, CustodyLog log, SecureRandom random)
      throws IOException, EnvelopeException {
    byte[] id = fresh(random, ItemHeader.ID_BYTES);
    Vault vault = Vault.begin(vaults, HexFormat.of().formatHex(id), today);
    ObjectNode details = LogEntry.details();
    details.put("vault", vault.id());
    details.put("keyset", keyset.recipients().keysetId().hex());
    for (int level = 0; level < 2; level++) {
      byte[] sealed = seal(id, level, keyset, random);
      Durable.replace(file(vault, level), sealed);
      details.put("level" + level, sha256(sealed));
    }
    log.append("vault", details);
    return vault;
  }

  private static byte[] seal(byte[] vault, int level, SealedTo keyset, SecureRandom random)
      throws IOException, EnvelopeException {
    byte[] key = fresh(random, VaultKey.BYTES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream =
        EnvelopeSealer.start(
            keyset.recipients(),
            Kind.ARCHIVE,
            keyset.quorum(level),
            context(vault, level),
            random,
            out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry(NAME, key);
      tar.finish(Lengths.FLOOR);
      stream.finish();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    return out.toByteArray();
  }

  /** {@code L("vault") ‖ vault id ‖ u8 level}. */
  private static byte[] context(byte[] vault, int level) {
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    context.writeBytes(Labels.of("vault"));
    context.writeBytes(vault);
    context.write(level);
    return context.toByteArray();
  }

  /**
   * Opens a level for those who are here.
   *
   * @param keyset the one that {@link #keyset} names
   * @throws VaultException VAULT_DAMAGED: a file is not the one that the log names
   * @throws EnvelopeException TOO_FEW_SHARES, NOT_FOR_US, and what is wrong with a damaged file
   */
  public static void unlock(Vault vault, int level, SealedTo keyset, Quorum quorum, CustodyLog log)
      throws IOException, VaultException, EnvelopeException {
    byte[] sealed = sealed(vault, level, log);
    byte[] context = context(HexFormat.of().parseHex(vault.id()), level);
    try (InputStream in = new ByteArrayInputStream(sealed)) {
      Header header = Header.read(in);
      header
          .fixed()
          .require(
              Kind.ARCHIVE,
              keyset.recipients().keysetId(),
              keyset.quorum(level),
              keyset.recipients().slots());
      long padded = Lengths.paddedOf(Kind.ARCHIVE, header.fixed().slots(), sealed.length);
      try (Dek dek = quorum.open(header, context, keyset)) {
        vault.unlocked(level, read(PayloadOpener.open(header, context, dek, in), padded));
      }
    } catch (EnvelopeIOException e) {
      throw e.unwrap();
    }
    ObjectNode details = LogEntry.details();
    details.put("vault", vault.id()).put("level", level);
    quorum.ids().forEach(details.putArray("by")::add);
    log.append("unlock", details);
  }

  private static VaultKey read(InputStream plaintext, long padded) throws IOException {
    TarReader tar =
        new TarReader(
            plaintext,
            padded,
            1,
            (index, entry) -> entry.name().equals(NAME) && entry.size() == VaultKey.BYTES);
    if (tar.next() == null) {
      throw new EnvelopeIOException(EnvelopeException.Reason.MISSING_FILE);
    }
    byte[] key = tar.content().readAllBytes();
    try {
      if (tar.next() != null) {
        throw new EnvelopeIOException(EnvelopeException.Reason.BAD_TAR);
      }
      tar.finishPadded();
      return new VaultKey(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] sealed(Vault vault, int level, CustodyLog log)
      throws IOException, VaultException {
    LogEntry begun = begun(vault, log);
    Path file = file(vault, level);
    if (!Files.isRegularFile(file) || Files.size(file) > 1 << 20) {
      throw new VaultException(Reason.VAULT_DAMAGED);
    }
    byte[] sealed = Files.readAllBytes(file);
    if (!sha256(sealed).equals(begun.field("level" + level))) {
      throw new VaultException(Reason.VAULT_DAMAGED);
    }
    return sealed;
  }

  /**
   * Id of the keyset that a vault is sealed to, 32 hex digits.
   *
   * @throws VaultException LOG_ALTERED: the log names none
   */
  public static String keyset(Vault vault, CustodyLog log) throws VaultException {
    String keyset = begun(vault, log).field("keyset");
    if (!keyset.matches("[0-9a-f]{32}")) {
      throw new VaultException(Reason.LOG_ALTERED);
    }
    return keyset;
  }

  /**
   * Who signed a vault's beginning. The first signatures after its entry are made in the run that
   * made its keys: whoever wrote the entry alone has no others' before his own.
   *
   * @return each custodian once; none where nobody signed yet
   */
  public static Set<SignerId> begunBy(Vault vault, CustodyLog log) throws VaultException {
    long begun = begun(vault, log).number();
    for (LogEntry entry : log.entries()) {
      if (entry.number() > begun && entry.what().equals("signatures")) {
        return LogSignatures.signers(entry);
      }
    }
    return Set.of();
  }

  private static LogEntry begun(Vault vault, CustodyLog log) throws VaultException {
    return log.entries().stream()
        .filter(each -> each.what().equals("vault") && each.field("vault").equals(vault.id()))
        .findFirst()
        .orElseThrow(() -> new VaultException(Reason.NO_VAULT));
  }

  private static Path file(Vault vault, int level) {
    return vault.directory().resolve("level" + level + ".tnq");
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(LogEntry.sha256().digest(bytes));
  }

  private static byte[] fresh(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
