package org.taniq.protocol.seal;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to attach, as it lies on the submitter's machine.
 *
 * @param name original name, any text but U+0000, at most 1024 bytes of UTF-8
 * @param type media type, may be empty
 * @param showsIdentity whether it shows who somebody is, and is sealed for the identity quorum
 * @param size bytes
 * @param content opens the file from its beginning
 */
public record AttachmentSource(
    String name, String type, boolean showsIdentity, long size, Content content) {

  /** Opens the content; called several times, each stream is closed. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
