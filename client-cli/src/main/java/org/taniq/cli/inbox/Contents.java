package org.taniq.cli.inbox;

import java.io.IOException;
import java.io.InputStream;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.open.OpenedTestimony;
import org.taniq.protocol.open.TestimonyReader;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.ThreadJson;

/** Reads the tar of a testimony, on its way into the vault or in it. */
public final class Contents {
  private Contents() {}

  /** Ends a reading once the JSON is known. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Reads all of a padded plaintext and verifies all of it. SPEC §2.8, step 7. */
  static Place verify(InputStream plaintext, byte[] instance)
      throws IOException, EnvelopeException {
    Place[] place = new Place[1];
    TestimonyReader.read(
        plaintext,
        instance,
        new TestimonyReader.Visitor() {
          @Override
          public void json(OpenedTestimony opened) {
            place[0] = Place.of(opened.json());
          }

          @Override
          public void file(FileEntry file, InputStream content) {
            // Digested by the reader.
          }
        });
    return place[0];
  }

  /**
   * The JSON of a testimony in the vault, which was verified when it came in; reads no more than
   * its beginning.
   */
  public static ThreadJson head(Vault vault, Item item, byte[] instance)
      throws IOException, VaultException, EnvelopeException {
    ThreadJson[] head = new ThreadJson[1];
    try (InputStream plaintext = vault.read(item)) {
      TestimonyReader.read(
          plaintext,
          instance,
          new TestimonyReader.Visitor() {
            @Override
            public void json(OpenedTestimony opened) throws IOException {
              head[0] = opened.json();
              throw new Enough();
            }

            @Override
            public void file(FileEntry file, InputStream content) {
              throw new IllegalStateException("the reading has ended");
            }
          });
      throw new IllegalStateException("a JSON comes first");
    } catch (Enough e) {
      return head[0];
    }
  }

  /** Bytes of the files that a JSON lists. */
  public static long size(ThreadJson json) {
    return json.files().stream().mapToLong(FileEntry::size).sum();
  }
}
