package org.taniq.server.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.http.Envelopes;
import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.FileEnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.UploadWriter;

class IntakeTest {
  @TempDir Path directory;

  /** Passes all calls on; the last step of an envelope ends the writer and fails. */
  private static EnvelopeStore failingAtTheEnd(EnvelopeStore store) {
    return proxy(
        EnvelopeStore.class,
        store,
        (name, result) ->
            result instanceof UploadWriter writer
                ? proxy(UploadWriter.class, writer, (step, same) -> same)
                : result);
  }

  private interface After {
    Object of(String name, Object result);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("finish")) {
                ((UploadWriter) target).abandon();
                throw new StoreException(StoreException.Reason.STORE_FAILED);
              }
              try {
                return after.of(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void a_whole_envelope_whose_last_step_fails_is_refused_by_name() throws Exception {
    byte[] text = Envelopes.text(1);
    try (EnvelopeStore store = FileEnvelopeStore.open(directory, 1L << 30, new SecureRandom())) {
      Intake intake =
          new Intake(
              failingAtTheEnd(store),
              SpacePolicy.DEFAULT,
              (keyset, day) -> new KeysetJudge.Quorum(2, 3),
              Clock.systemUTC(),
              System::nanoTime,
              1 << 20);
      IntakeException refused =
          assertThrows(
              IntakeException.class,
              () ->
                  intake.takeWhole(
                      new ByteArrayInputStream(text), new long[] {text.length}, () -> {}));
      assertEquals(Refusal.STORE_FAILED, refused.refusal());
    }
  }
}
