package org.taniq.server.seeded;

import io.javalin.http.Context;

/** Breaks a rule on purpose: Javalin outside http. */
public final class AnswersByItself {
  void answer(Context context) {
    context.status(200);
  }
}
