package org.taniq.server.http;

import io.javalin.http.Context;
import java.util.Locale;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at the answer (SPEC §5): then a failure is the site's fallback page. */
enum PageLoad {
  PAGE,
  SCRIPT;

  static PageLoad of(Context ctx) {
    return of(ctx.path(), ctx.header("Sec-Fetch-Dest"), ctx.header("Accept"));
  }

  /**
   * A request that could not be parsed tells nothing; a browser may have sent it, so it is a page.
   */
  static PageLoad of(Request request) {
    HttpURI uri = request.getHttpURI();
    if (request.getHeaders().size() == 0) {
      return PAGE;
    }
    return of(
        uri == null ? null : uri.getPath(),
        request.getHeaders().get("Sec-Fetch-Dest"),
        request.getHeaders().get("Accept"));
  }

  static boolean isUploadPath(@Nullable String path) {
    return path != null && (path.equals("/uploads") || path.startsWith("/uploads/"));
  }

  private static PageLoad of(
      @Nullable String path, @Nullable String dest, @Nullable String accept) {
    if (isUploadPath(path)) {
      return SCRIPT;
    }
    if ("document".equals(dest)) {
      return PAGE;
    }
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html") ? PAGE : SCRIPT;
  }
}
