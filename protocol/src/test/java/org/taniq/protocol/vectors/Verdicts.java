package org.taniq.protocol.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Answers vectors that come one after another, for bin/checks/differential: what the product says
 * of each, so that another implementation's answers can be held against it.
 *
 * <p>Standard input: for each vector its path below vectors/ (u16 length, UTF-8) and the file's
 * bytes (u32 length). Standard output: one line each, a reason of SPEC, or OK and what came out, or
 * CRASH and the class of an exception that no reader may throw.
 */
final class Verdicts {

  private Verdicts() {}

  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    while (true) {
      String path;
      try {
        path = in.readUTF();
      } catch (EOFException end) {
        return;
      }
      byte[] file = new byte[in.readInt()];
      in.readFully(file);
      out.println(answer(VectorFile.of(path, file)));
      out.flush();
    }
  }

  private static String answer(VectorFile vector) {
    try {
      String name = vector.name();
      return switch (name.substring(0, name.indexOf('/'))) {
        case "charter", "document", "current" -> SignedVectorsTest.answer(vector);
        case "files" -> FileVectorsTest.answer(vector);
        case "envelope" -> EnvelopeVectorsTest.bareAnswer(vector);
        case "tar", "testimony", "nested" -> PlaintextVectorsTest.answer(vector);
        case "receipt" -> ReceiptVectorsTest.bareAnswer(vector);
        case "hatch" -> HatchVectorsTest.answer(vector);
        default -> throw new IllegalArgumentException(name);
      };
    } catch (Exception | StackOverflowError | AssertionError crash) {
      return "CRASH " + crash.getClass().getSimpleName();
    }
  }
}
