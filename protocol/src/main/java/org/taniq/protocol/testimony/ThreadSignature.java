package org.taniq.protocol.testimony;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.taniq.protocol.Labels;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SigningKey;

/** thread.sig: nobody but the holder of the receipt code adds to a thread. SPEC §3.6. */
public final class ThreadSignature {

  public static final int BYTES = Signatures.SIGNATURE_BYTES; // 64

  /** Which JSON was signed. */
  public enum Document {
    TESTIMONY(1),
    PART(2);

    private final byte number;

    Document(int number) {
      this.number = (byte) number;
    }
  }

  private ThreadSignature() {}

  /** The 64 bytes of thread.sig over the JSON's exact bytes. */
  public static byte[] sign(SigningKey thread, byte[] instance, Document document, byte[] json) {
    return thread.sign(message(instance, document, json));
  }

  /** Whether thread.sig belongs to the JSON's exact bytes. */
  public static boolean verify(
      byte[] threadKey, byte[] instance, Document document, byte[] json, byte[] signature) {
    return Signatures.verify(threadKey, message(instance, document, json), signature);
  }

  private static byte[] message(byte[] instance, Document document, byte[] json) {
    if (instance.length != ThreadJson.KEY_BYTES) {
      throw new IllegalArgumentException("an instance has 32 bytes");
    }
    byte[] label = Labels.of("thread");
    byte[] message = Arrays.copyOf(label, label.length + instance.length + 1 + 32);
    System.arraycopy(instance, 0, message, label.length, instance.length);
    message[label.length + instance.length] = document.number;
    System.arraycopy(sha256(json), 0, message, message.length - 32, 32);
    return message;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
