package org.taniq.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.function.BiFunction;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.InputStreamContentSource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what no route answers: requests that Jetty refuses while parsing, time-outs, a server
 * that is stopping, our own bugs. Replaces Jetty's page, which tells its version and what it did
 * not like.
 */
final class FailurePages implements Request.Handler {
  private final BiFunction<Integer, PageLoad, Answer> pages;

  /**
   * @param pages the answer for a status
   */
  FailurePages(BiFunction<Integer, PageLoad, Answer> pages) {
    this.pages = pages;
  }

  /** For a request that reached Javalin. */
  void write(int status, Context ctx) {
    write(pages.apply(status, PageLoad.of(ctx)), ctx);
  }

  void write(Answer answer, Context ctx) {
    try {
      answer.write(ctx);
    } catch (IOException | IllegalStateException e) {
      // The client is gone, or has part of another answer: nobody to tell.
      ctx.res().setStatus(answer.status());
    }
  }

  /** For a request that did not. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    write(
        pages.apply(Math.max(400, response.getStatus()), PageLoad.of(request)),
        request,
        response,
        callback);
    return true;
  }

  /** Past all routes. */
  static void write(Answer answer, Request request, Response response, Callback callback)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put("Content-Length", answer.length());
    if (answer.body() == null || "HEAD".equals(request.getMethod())) {
      response.write(true, null, callback);
    } else {
      ByteBufferPool.Sized pieces =
          new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), false, 16384);
      Content.copy(new InputStreamContentSource(answer.body().open(), pieces), response, callback);
    }
  }
}
