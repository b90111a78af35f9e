package org.taniq.server.http;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * HTTP/1.1 connections whose responses pass {@link FixedHeaders} at the last place before the bytes
 * are written. Handlers and error handlers are not enough: a request that Jetty refuses while
 * parsing reaches none of our handlers, and an error response starts from empty headers.
 */
final class GuardedConnections extends HttpConnectionFactory {
  private final UnaryOperator<HttpFields> rewrite;

  GuardedConnections(HttpConfiguration configuration, UnaryOperator<HttpFields> rewrite) {
    super(configuration);
    this.rewrite = rewrite;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new Guarded(getHttpConfiguration(), connector, endPoint), connector, endPoint);
  }

  private final class Guarded extends HttpConnection {
    Guarded(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
      return new GuardedStream(method, uri, version);
    }

    private final class GuardedStream extends HttpStreamOverHTTP1 {
      GuardedStream(String method, String uri, HttpVersion version) {
        super(method, uri, version);
      }

      @Override
      public void send(
          MetaData.Request request,
          MetaData.Response response,
          boolean last,
          ByteBuffer content,
          Callback callback) {
        super.send(request, guarded(response), last, content, callback);
      }
    }
  }

  /** Null for further parts of a body; 1xx carry no headers. */
  private MetaData.@org.jspecify.annotations.Nullable Response guarded(
      MetaData.@org.jspecify.annotations.Nullable Response response) {
    if (response == null || HttpStatus.isInformational(response.getStatus())) {
      return response;
    }
    // No reason phrase either: Jetty would put what it did not like into it.
    return new MetaData.Response(
        response.getStatus(),
        null,
        response.getHttpVersion(),
        rewrite.apply(response.getHttpFields()),
        response.getContentLength());
  }
}
