package org.taniq.bench.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.taniq.protocol.signed.SigningKey;

/**
 * What every figure needs: an organisation, a courier, places for servers.
 *
 * @param work a directory on the disk that is measured
 * @param program the distribution's {@code taniq-server}
 */
record Setting(
    Path work,
    Path program,
    SecureRandom random,
    LocalDate day,
    Organisation organisation,
    SigningKey courier) {

  static Setting of(Path work, Path program) throws Exception {
    SecureRandom random = new SecureRandom();
    LocalDate day = LocalDate.now(ZoneOffset.UTC);
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    return new Setting(
        work, program, random, day, new Organisation(day, random), new SigningKey(seed));
  }

  /** Seals text testimonies. */
  Texts texts(String name, int count) throws Exception {
    return Texts.seal(work.resolve(name), count, organisation, day);
  }

  /** Sets a server up; it does not run yet. */
  House house(String name, String javaOptions) throws Exception {
    return new House(program, work.resolve(name), organisation, courier, javaOptions);
  }

  Hatch hatch(House house) {
    return new Hatch(house, courier, random);
  }
}
