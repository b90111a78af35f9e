package org.taniq.bench.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Durable text submissions against the bare loop, in turns: a round of one, a round of the other.
 * With connections that are kept, and with one for each request, as Tor makes one for each circuit.
 */
final class Submissions {
  private static final int MANY = 32;
  private static final double GOAL = 0.5;
  private static final int WARM_UP = 6_000;
  private static final int TRACED = 500;
  private static final double SAME = 1.05;

  /** One figure. */
  private record Shape(int connections, boolean keepAlive, int rounds, int each) {
    String name() {
      return String.format(
          Locale.ROOT,
          "text submissions, %d connection%s, %s",
          connections,
          connections == 1 ? "" : "s",
          keepAlive ? "kept" : "one per request");
    }

    int count() {
      return (rounds + 1) * each;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(MANY, false, 6, 500),
          new Shape(MANY, true, 6, 500),
          new Shape(1, false, 5, 150),
          new Shape(1, true, 5, 150));

  private final Rows rows;
  private final Texts texts;
  private final House house;
  private final BareLoop bare;
  private int used;
  private int acknowledged;
  private int errors;

  private Submissions(Rows rows, Texts texts, House house, BareLoop bare) {
    this.rows = rows;
    this.texts = texts;
    this.house = house;
    this.bare = bare;
  }

  /** Measures all, on one server. */
  static void run(Setting setting, Rows rows) throws Exception {
    int count = WARM_UP + TRACED + SHAPES.stream().mapToInt(Shape::count).sum();
    Texts texts = setting.texts("texts", count);
    House house = setting.house("submissions", "");
    rows.show("start to first answer, ms", "" + house.start());
    try (BareLoop bare = new BareLoop(setting.work().resolve("bare"))) {
      Thread.sleep(1000);
      rows.show("memory of the idle server (RSS), MiB", "" + house.memory().now() / 1024);
      Submissions all = new Submissions(rows, texts, house, bare);
      all.round(WARM_UP, MANY, true);
      all.round(bare, WARM_UP / 10, MANY);
      for (Shape shape : SHAPES) {
        all.measure(shape);
      }
      rows.show("memory under load, most (RSS), MiB", "" + house.memory().most() / 1024);
      all.countSyncs();
      rows.exactly("errors", all.errors, 0);
      int listed = setting.hatch(house).list().size();
      rows.exactly("acknowledged and not listed", all.acknowledged - listed, 0);
    } finally {
      house.stop();
    }
  }

  private void measure(Shape shape) throws Exception {
    round(shape.each, shape.connections, shape.keepAlive);
    List<Times> ours = new ArrayList<>();
    List<Times> peers = new ArrayList<>();
    for (int i = 0; i < shape.rounds; i++) {
      ours.add(round(shape.each, shape.connections, shape.keepAlive));
      peers.add(round(bare, shape.each, shape.connections));
    }
    Times all = Times.of(ours);
    Times peer = Times.of(peers);
    rows.atLeast(shape.name() + ", /s", all.perSecond(), peer.perSecond(), GOAL);
    rows.show(
        shape.name() + ", p50 / p99, ms", percentiles(all) + " (bare " + percentiles(peer) + ")");
  }

  private static String percentiles(Times times) {
    return Rows.number(times.millis(500)) + " / " + Rows.number(times.millis(990));
  }

  private Times round(int count, int connections, boolean keepAlive) throws Exception {
    Submitters submitters = new Submitters(house.address, texts, keepAlive);
    Times times = submitters.run(count, connections);
    submitters.errors.forEach(System.err::println);
    errors += submitters.errors.size();
    acknowledged += submitters.acknowledged.size();
    return times;
  }

  private Times round(BareLoop loop, int count, int threads) throws Exception {
    used += count;
    return loop.run(texts, used - count, count, threads);
  }

  /** Both under strace: that it is the same fsyncs that they are compared by. */
  private void countSyncs() throws Exception {
    double ours = Syncs.during(house.pid(), () -> round(TRACED, MANY, true));
    double peer = Syncs.during(ProcessHandle.current().pid(), () -> round(bare, TRACED, MANY));
    double most = Math.max(ours, peer) / Math.min(ours, peer);
    rows.show(
        "fsyncs per submission",
        Rows.number(ours / TRACED) + " (bare " + Rows.number(peer / TRACED) + ")");
    rows.atMost("fsyncs, the more to the fewer", most, 1, SAME);
  }
}
