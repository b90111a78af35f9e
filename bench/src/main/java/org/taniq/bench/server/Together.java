package org.taniq.bench.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same. */
final class Together {

  /** What one of them does. */
  @FunctionalInterface
  interface Work {
    void run(int thread) throws Exception;
  }

  private Together() {}

  /**
   * Waits until all have ended.
   *
   * @throws Exception the first that one of them threw
   */
  static void run(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        all.add(
            () -> {
              work.run(thread);
              return null;
            });
      }
      for (Future<Void> one : pool.invokeAll(all)) {
        one.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
