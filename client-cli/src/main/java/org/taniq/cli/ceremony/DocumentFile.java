package org.taniq.cli.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.SignatureFile;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;

/**
 * Files of signed documents as they travel: {@code X.json} with {@code X.json.sig}, or a bundle.
 */
final class DocumentFile {
  /** The largest file that is read. */
  static final int MAX_BYTES = CurrentFile.MAX_BYTES;

  private static final String SUFFIX = ".sig";

  private DocumentFile() {}

  /**
   * Reads a file that cannot be larger than any of ours.
   *
   * @throws Refusal FILE_TOO_LARGE, NOT_A_FILE
   */
  static byte[] bytes(Path path, int maxBytes) throws Refusal, IOException {
    if (Files.isDirectory(path)) {
      throw new Refusal(TerminalProblem.NOT_A_FILE, path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new Refusal(TerminalProblem.FILE_TOO_LARGE, path);
      }
      return bytes;
    }
  }

  /** The word after {@code taniq.org/v1/} in the field format; NOT_A_DOCUMENT without one. */
  static String format(byte[] bytes, Path path) throws Refusal {
    try {
      String format = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).text("format");
      String prefix = Labels.format("");
      if (format.startsWith(prefix)) {
        return format.substring(prefix.length());
      }
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.NOT_A_DOCUMENT, path);
    }
    throw new Refusal(CeremonyProblem.NOT_A_DOCUMENT, path);
  }

  /** A document with whatever signatures lie beside it or in it; nothing is verified. */
  static Signed read(Path path) throws Refusal, IOException, SignedException {
    byte[] bytes = bytes(path, MAX_BYTES);
    if (format(bytes, path).equals("signed")) {
      return Signed.parseBundle(bytes);
    }
    DocumentType type = DocumentType.of(bytes);
    Path signatures = signatures(path);
    if (Files.exists(signatures)) {
      return Signed.of(type, bytes, bytes(signatures, MAX_BYTES));
    }
    return new Signed(type, Bytes.of(bytes), List.of());
  }

  /** {@code X.json.sig}. */
  static Path signatures(Path document) {
    return beside(document, SUFFIX);
  }

  /** {@code X.json.SIGNER.sig}, what one custodian signed. */
  static Path signature(Path document, String signer) {
    return beside(document, "." + signer.substring(0, 8) + SUFFIX);
  }

  private static Path beside(Path document, String suffix) {
    return document.resolveSibling(FileNames.path(FileNames.text(document.getFileName()) + suffix));
  }

  /** Every signature file beside a document, the joined one first. */
  static List<Path> allSignatures(Path document) throws IOException {
    String start = FileNames.text(document.getFileName()) + ".";
    Path parent = document.toAbsolutePath().getParent();
    List<Path> found = new ArrayList<>();
    if (parent != null) {
      try (var files = Files.newDirectoryStream(parent)) {
        for (Path file : files) {
          String name = FileNames.text(file.getFileName());
          if (name.startsWith(start)
              && name.endsWith(SUFFIX)
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            found.add(file);
          }
        }
      }
    }
    Collections.sort(found);
    return found;
  }

  /**
   * Joins signature files.
   *
   * @throws Refusal NO_SIGNATURES
   */
  static SignatureFile join(List<Path> files, Path document)
      throws Refusal, IOException, SignedException {
    SignatureFile joined = null;
    for (Path file : files) {
      SignatureFile each = SignatureFile.parse(bytes(file, MAX_BYTES));
      joined = joined == null ? each : joined.merge(each);
    }
    if (joined == null) {
      throw new Refusal(CeremonyProblem.NO_SIGNATURES, document);
    }
    return joined;
  }
}
