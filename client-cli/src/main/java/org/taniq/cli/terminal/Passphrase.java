package org.taniq.cli.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * A passphrase: UTF-8 in Unicode's form NFKC, so that it is the same from every keyboard and
 * terminal. Not thread safe. Zeroed by {@link #close()}, as far as Java can (a passphrase that is
 * not yet normalised passes through one String).
 */
public final class Passphrase implements AutoCloseable, Destroyable {
  private final byte[] utf8;
  private boolean destroyed;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Reads the bytes of one typed line.
   *
   * @param line UTF-8 without the line's end; zeroed here
   * @throws Refusal PASSPHRASE_NOT_TEXT, PASSPHRASE_MISSING when empty
   */
  public static Passphrase of(byte[] line) throws Refusal {
    CharBuffer typed = null;
    try {
      typed =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(line));
      if (typed.length() == 0) {
        throw new Refusal(TerminalProblem.PASSPHRASE_MISSING);
      }
      CharSequence normal =
          Normalizer.isNormalized(typed, Normalizer.Form.NFKC)
              ? typed
              : Normalizer.normalize(typed, Normalizer.Form.NFKC);
      ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(normal));
      byte[] utf8 = new byte[encoded.remaining()];
      encoded.get(utf8).rewind().put(new byte[utf8.length]);
      return new Passphrase(utf8);
    } catch (CharacterCodingException e) {
      throw new Refusal(TerminalProblem.PASSPHRASE_NOT_TEXT);
    } finally {
      Arrays.fill(line, (byte) 0);
      if (typed != null) {
        Arrays.fill(typed.array(), '\0');
      }
    }
  }

  /** A copy of the bytes; the caller zeroes it. */
  public byte[] utf8() {
    if (destroyed) {
      throw new IllegalStateException("passphrase is closed");
    }
    return utf8.clone();
  }

  /** The characters, a copy; the caller zeroes it. */
  public char[] characters() {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
    char[] characters = Arrays.copyOf(decoded.array(), decoded.limit());
    Arrays.fill(decoded.array(), '\0');
    return characters;
  }

  /** Characters, for a rule on the least length. */
  public int length() {
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8)).length();
  }

  /** Whether both are the same, in constant time. */
  public boolean same(Passphrase other) {
    return MessageDigest.isEqual(utf8, other.utf8);
  }

  @Override
  public void destroy() {
    Arrays.fill(utf8, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "[passphrase]";
  }
}
