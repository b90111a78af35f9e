package org.taniq.protocol.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
    new NestedVectors(set);
    for (String fault :
        List.of(
            "tar/name-parent",
            "tar/header-type-symbolic-link",
            "tar/padding-last",
            "tar/longer-than-padded",
            "tar/missing-identity",
            "testimony/json-duplicate",
            "testimony/files-digest",
            "testimony/signature-bit",
            "testimony/wrong-instance",
            "nested/outer-lifted",
            "nested/outer-padding-16k")) {
      SenderVectors.sealed(set, set.get(fault + ".vec"));
    }
    new LengthVectors(set);
    new CharterVectors(set);
    new DocumentVectors(set);
    new CurrentVectors(set);
    new FileVectors(set);
    new ReceiptVectors(set);
    new HatchVectors(set);
    new TableVectors(set);
    return set;
  }
}
