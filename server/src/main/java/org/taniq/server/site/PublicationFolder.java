package org.taniq.server.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Broadcast;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.SignedException;

/**
 * A publication in a folder of its own: {@code current.json}, {@code shelves/…}, {@code acks/…}.
 *
 * @param name of the folder, made from the bulletin's hash
 */
record PublicationFolder(String name, Path folder, Current current) {
  static final String CURRENT = "current.json";
  private static final String URL = "/taniq/";

  /** What the server remembers once it was shown a current.json. */
  @FunctionalInterface
  interface Memory {
    /**
     * Keeps the first sights of its charters, also where the rest is refused. SPEC §4.8.
     *
     * @throws SignedException the chain is refused
     */
    Known shown(byte[] currentJson) throws IOException, SignedException;
  }

  /**
   * Writes a delivery into a fresh folder, if all of it is as signed.
   *
   * @throws PublicationException a refusal of SPEC §4; FILE_NOT_LISTED, FILE_CHANGED, FILE_MISSING
   */
  static PublicationFolder write(
      Delivery delivery, Path folder, Trust trust, LocalDate today, Memory memory)
      throws IOException, PublicationException {
    byte[] currentJson = first(delivery);
    try {
      Known known = memory.shown(currentJson);
      Current current =
          Current.verify(currentJson, trust.instance(), today, trust.allowDemo(), known);
      Checked files = new Checked(folder, listed(current));
      files.plain(CURRENT, currentJson);
      for (Delivery.Item item = delivery.next(); item != null; item = delivery.next()) {
        files.write(item);
      }
      files.finish();
      return new PublicationFolder(nameOf(current), folder, current);
    } catch (SignedException e) {
      throw new PublicationException(e.reason());
    }
  }

  /** Reads what was written before; it may have expired. */
  static PublicationFolder read(Path parent, String name, Trust trust, LocalDate today, Known known)
      throws IOException, PublicationException {
    Path folder = parent.resolve(name);
    try {
      byte[] currentJson = Files.readAllBytes(folder.resolve(CURRENT));
      Current current =
          Current.verifyStored(currentJson, trust.instance(), today, trust.allowDemo(), known);
      Checked files = new Checked(folder, listed(current));
      for (String file : listed(current).keySet()) {
        files.verify(file);
      }
      return new PublicationFolder(nameOf(current), folder, current);
    } catch (SignedException e) {
      throw new PublicationException(e.reason());
    }
  }

  /** At its place, after the move. */
  PublicationFolder at(Path moved) {
    return new PublicationFolder(name, moved, current);
  }

  /** What is served of it, by path of the request. */
  Map<String, ServedFile> served() throws IOException {
    Map<String, ServedFile> served = new HashMap<>();
    put(served, CURRENT, ServedFile.JSON);
    for (String file : listed(current).keySet()) {
      put(served, file, ServedFile.BYTES);
    }
    return served;
  }

  private void put(Map<String, ServedFile> served, String file, String type) throws IOException {
    Path path = folder.resolve(file);
    served.put(URL + file, ServedFile.data(path, Files.size(path), type));
  }

  private static byte[] first(Delivery delivery) throws IOException, PublicationException {
    Delivery.@Nullable Item item = delivery.next();
    if (item == null || !item.name().equals(CURRENT)) {
      throw new PublicationException(PublicationException.Reason.BAD_TAR);
    }
    if (item.size() > CurrentFile.MAX_BYTES) {
      throw new PublicationException(PublicationException.Reason.TOO_LARGE);
    }
    return item.content().readNBytes(CurrentFile.MAX_BYTES);
  }

  private static Map<String, Bytes> listed(Current current) {
    Bulletin bulletin = current.bulletin().document();
    Map<String, Bytes> listed = new HashMap<>();
    for (Broadcast.ServedFile file : bulletin.broadcast().files()) {
      listed.put(file.path().substring(URL.length()), file.sha256());
    }
    return listed;
  }

  private static String nameOf(Current current) {
    return "publication-" + current.bulletin().sha256().hex();
  }
}
