package org.taniq.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.taniq.parcel.Sha256;

/** kill -9 under load, again and again: what was acknowledged is there, and the store opens. */
final class Kills {
  private static final int ROUNDS = 20;
  private static final int CONNECTIONS = 32;
  private static final int EACH = 600;

  /** In every round of so many the index is deleted while the server is down. */
  private static final int INDEX_GOES = 5;

  private final Texts texts;
  private final House house;
  private final Hatch hatch;
  private final Set<String> acknowledged = new HashSet<>();
  private int errors;
  private int underLoad;
  private int lost;
  private int unlike;
  private int indexes;

  private Kills(Texts texts, House house, Hatch hatch) {
    this.texts = texts;
    this.house = house;
    this.hatch = hatch;
  }

  static void run(Setting setting, Rows rows) throws Exception {
    House house = setting.house("kills", "");
    Texts texts = setting.texts("texts-for-kills", ROUNDS * (EACH + CONNECTIONS));
    Kills kills = new Kills(texts, house, setting.hatch(house));
    house.start();
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        kills.round(round % INDEX_GOES == 0);
      }
      rows.exactly("kill -9 while requests were under way", kills.underLoad, ROUNDS);
      rows.exactly("indexes deleted", kills.indexes, ROUNDS / INDEX_GOES);
      rows.show("kill -9: envelopes acknowledged", "" + kills.acknowledged.size());
      rows.exactly("kill -9: acknowledged and lost", kills.lost, 0);
      rows.exactly("kill -9: bodies and list unlike", kills.unlike, 0);
      rows.exactly("kill -9: bodies damaged", kills.damaged(), 0);
      rows.exactly("kill -9: errors", kills.errors, 0);
    } finally {
      house.stop();
    }
  }

  private void round(boolean withoutIndex) throws Exception {
    Submitters submitters = new Submitters(house.address, texts, false);
    int killAt = ThreadLocalRandom.current().nextInt(EACH / 10, EACH * 9 / 10);
    ExecutorService load = Executors.newSingleThreadExecutor();
    try {
      Future<Times> all = load.submit(() -> submitters.run(EACH, CONNECTIONS));
      while (submitters.acknowledged.size() < killAt && !all.isDone()) {
        Thread.onSpinWait();
      }
      house.kill();
      underLoad += cut(all) ? 1 : 0;
    } finally {
      load.shutdown();
    }
    submitters.errors.forEach(System.err::println);
    errors += submitters.errors.size();
    submitters.acknowledged.forEach(number -> acknowledged.add(texts.sha256(number)));
    if (withoutIndex) {
      house.deleteIndex();
      indexes++;
    }
    house.start();
    compare();
  }

  /** Whether the load ended by a broken connection. */
  private static boolean cut(Future<Times> load) throws InterruptedException {
    try {
      load.get();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return true;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Every acknowledged envelope is listed, and what is listed are the bodies that are there. */
  private void compare() throws IOException, InterruptedException {
    Set<String> listed = hatch.list().keySet();
    lost += (int) acknowledged.stream().filter(sha256 -> !listed.contains(sha256)).count();
    Set<String> bodies = new HashSet<>();
    for (Path body : house.bodies()) {
      bodies.add(named(body));
    }
    unlike += bodies.equals(listed) ? 0 : 1;
  }

  /** Bodies that are not what their name says. */
  private int damaged() throws IOException {
    int damaged = 0;
    for (Path body : house.bodies()) {
      damaged += named(body).equals(Sha256.hex(Files.readAllBytes(body))) ? 0 : 1;
    }
    return damaged;
  }

  /** The SHA-256 in a body's name, {@code <id>.<sha256>.<day>}. */
  private static String named(Path body) {
    return String.valueOf(body.getFileName()).split("\\.", -1)[1];
  }
}
