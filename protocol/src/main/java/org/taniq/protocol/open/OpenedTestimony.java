package org.taniq.protocol.open;

import org.taniq.protocol.testimony.ThreadJson;

/**
 * The JSON of an envelope whose thread signature is right.
 *
 * <p>The exact bytes are kept beside the model: they are what was signed.
 */
public final class OpenedTestimony {

  private final ThreadJson json;
  private final byte[] jsonBytes;
  private final byte[] threadSignature;

  OpenedTestimony(ThreadJson json, byte[] jsonBytes, byte[] threadSignature) {
    this.json = json;
    this.jsonBytes = jsonBytes;
    this.threadSignature = threadSignature;
  }

  /** A TestimonyJson or a PartJson. */
  public ThreadJson json() {
    return json;
  }

  /** testimony.json or part.json exactly as it was sealed. */
  public byte[] jsonBytes() {
    return jsonBytes.clone();
  }

  /** thread.sig, 64 bytes. */
  public byte[] threadSignature() {
    return threadSignature.clone();
  }

  @Override
  public String toString() {
    return "OpenedTestimony[REDACTED]";
  }
}
