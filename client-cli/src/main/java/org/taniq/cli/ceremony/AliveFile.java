package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SignerId;

/** A statement that a custodian is there, on its way to the next bulletin. SPEC §7.7. */
record AliveFile(Bytes instance, Alive alive) {
  private static final int MAX_BYTES = 4096;

  String fileName() {
    return "alive-" + alive.custodian().hex() + ".json";
  }

  byte[] bytes() {
    return StrictJson.pretty(
        StrictJson.object()
            .put("format", Labels.format("alive"))
            .put("instance", instance.hex())
            .put("custodian", alive.custodian().hex())
            .put("date", alive.date().toString())
            .put("signature", Spelling.b64u(alive.signature().toArray())));
  }

  /** Reads a file; the signature is judged against the charter. BAD_ALIVE_FILE. */
  static AliveFile read(Path path) throws Refusal, IOException {
    try {
      JsonFields json =
          JsonFields.of(StrictJson.parse(DocumentFile.bytes(path, MAX_BYTES), MAX_BYTES))
              .format("alive");
      AliveFile file =
          new AliveFile(
              Bytes.of(json.hex("instance", 32)),
              new Alive(
                  SignerId.parse(json.text("custodian")),
                  json.date("date"),
                  Bytes.of(json.b64u("signature", Signatures.SIGNATURE_BYTES))));
      json.finish();
      return file;
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.BAD_ALIVE_FILE, path);
    }
  }
}
