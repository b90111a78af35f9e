package org.taniq.cli.export;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The endings that exported files can have, each for one kind of content. What a sender calls a
 * file decides nothing but between endings of that kind: systems act on some endings (.lnk, .url,
 * .desktop, .library-ms, .search-ms) when their folder is merely shown. A kind is told by the first
 * bytes; whether the rest is what they promise, or harmless, nobody knows.
 */
enum Ending {
  JPEG("\\xff\\xd8\\xff", "jpg", "jpeg"),
  PNG("\\x89PNG\\r\\n\\x1a\\n", "png"),
  GIF("GIF8[79]a", "gif"),
  WEBP("RIFF.{4}WEBP", "webp"),
  /** ISO 14496-12 file types of ISO 23008-12 come before those of films. */
  HEIC(".{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)", "heic", "heif"),
  PDF("%PDF-", "pdf"),
  /** Office files are zips. */
  ZIP("PK\\x03\\x04", "zip", "docx", "xlsx", "odt", "ods"),
  WAV("RIFF.{4}WAVE", "wav"),
  OGG("OggS", "ogg", "oga", "opus"),
  MP3("ID3|\\xff[\\xf2\\xf3\\xfa\\xfb]", "mp3"),
  AMR("#!AMR", "amr"),
  MP4(".{4}ftyp", "mp4", "m4a", "m4v", "mov", "3gp"),
  WEBM("\\x1a\\x45\\xdf\\xa3", "webm", "mkv"),
  /** No control bytes but tab and line ends; a file without a byte, too. */
  TEXT("(?:[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f])*+\\z", "txt"),
  /** Nothing of these. */
  OTHER("", "bin");

  /** As many first bytes as {@link #of} looks at. */
  static final int FIRST_BYTES = 512;

  private final Pattern beginning;
  private final Pattern endings;
  private final String usual;

  /**
   * @param beginning a pattern over the first bytes, each as the character of its number
   */
  Ending(String beginning, String... endings) {
    this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
    this.endings = Pattern.compile(String.join("|", endings), Pattern.CASE_INSENSITIVE);
    this.usual = endings[0];
  }

  /** The kind of a file by its first bytes. */
  static Ending of(byte[] first) {
    String bytes = new String(first, StandardCharsets.ISO_8859_1);
    for (Ending kind : values()) {
      if (kind.beginning.matcher(bytes).lookingAt()) {
        return kind;
      }
    }
    throw new IllegalStateException("the last one matches everything");
  }

  /** Whether a file of this kind may keep an ending. */
  boolean allows(String ending) {
    return endings.matcher(ending).matches();
  }

  /** The ending of a file whose own is another. */
  String usual() {
    return usual;
  }
}
