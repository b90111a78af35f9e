package org.taniq.protocol.vectors;

import java.io.IOException;
import java.nio.file.Path;

/** Writes every generated vector under the directory given: {@code Generator vectors}. */
public final class Generator {

  private Generator() {}

  public static void main(String[] arguments) throws IOException {
    generate().writeTo(Path.of(arguments[0]));
  }

  static VectorSet generate() {
    VectorSet set = new VectorSet();
    EnvelopeVectors envelopes = new EnvelopeVectors(set);
    new HeaderVectors(set, envelopes.twoOfThree, envelopes.identityTwoOfThree);
    new SenderVectors(set);
    new TarVectors(set);
    new TestimonyVectors(set);
    new LengthVectors(set);
    return set;
  }
}
