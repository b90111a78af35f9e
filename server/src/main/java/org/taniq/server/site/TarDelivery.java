package org.taniq.server.site;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.tar.TarEntry;
import org.taniq.protocol.tar.TarReader;

/** A tar of SPEC §2.10's profile, without padding. */
final class TarDelivery implements Delivery {
  private final InputStream in;
  private final TarReader tar;
  private boolean ended;

  TarDelivery(Path file) throws IOException {
    in = new BufferedInputStream(Files.newInputStream(file), 65536);
    tar = new TarReader(in, MAX_BYTES, MAX_FILES, (index, entry) -> true);
  }

  @Override
  public @Nullable Item next() throws IOException, PublicationException {
    if (ended) {
      return null;
    }
    try {
      TarEntry entry = tar.next();
      if (entry == null) {
        tar.finish();
        ended = true;
        return null;
      }
      return new Item(entry.name(), entry.size(), new Content(tar.content()));
    } catch (EnvelopeIOException e) {
      throw new PublicationException(PublicationException.Reason.BAD_TAR);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Tells a broken tar from a broken disk. */
  static final class BadTarException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Content extends java.io.FilterInputStream {
    Content(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      try {
        return super.read(target, from, count);
      } catch (EnvelopeIOException e) {
        throw new BadTarException();
      }
    }
  }
}
