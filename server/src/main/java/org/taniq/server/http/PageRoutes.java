package org.taniq.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.taniq.server.site.Published;
import org.taniq.server.site.ServedFile;

/** The published files, byte for byte; for everything else the site's fallback page. SPEC §5. */
final class PageRoutes {
  private final Supplier<Published> published;

  PageRoutes(Supplier<Published> published) {
    this.published = published;
  }

  void add(RoutesConfig routes) {
    routes.get("/*", WebListener.handler(this::page));
    routes.head("/*", WebListener.handler(this::page));
  }

  private Answer page(Context ctx) {
    ServedFile file = published.get().file(ctx.path());
    return file == null ? failure(404, PageLoad.PAGE) : answer(200, file);
  }

  /** A page load gets the fallback page, or where none is published yet, the reason. */
  Answer failure(int status, PageLoad load) {
    @Nullable ServedFile fallback = published.get().fallback();
    return load == PageLoad.PAGE && fallback != null
        ? retry(answer(status, fallback))
        : Problem.answer(status);
  }

  private static Answer retry(Answer answer) {
    return answer.status() == 503 ? answer.with("Retry-After", "600") : answer;
  }

  private static Answer answer(int status, ServedFile file) {
    Answer answer =
        new Answer(
            status,
            java.util.Map.of("Content-Type", file.type()),
            file.size(),
            () -> Files.newInputStream(file.file()));
    return file.download() ? answer.with("Content-Disposition", "attachment") : answer;
  }
}
