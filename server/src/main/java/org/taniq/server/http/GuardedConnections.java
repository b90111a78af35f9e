package org.taniq.server.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 connections whose responses pass {@link FixedHeaders} at the last place before the bytes
 * are written, whose requests have {@link KnownFields} alone, and whose {@link Peer} learns of
 * every byte that is waited for. Handlers and error handlers are not enough: a request that Jetty
 * refuses while parsing reaches none of our handlers, and an error response starts from empty
 * headers.
 */
final class GuardedConnections extends HttpConnectionFactory {
  private final UnaryOperator<HttpFields> rewrite;
  private final Peers peers;

  GuardedConnections(
      HttpConfiguration configuration, UnaryOperator<HttpFields> rewrite, Peers peers) {
    super(configuration);
    this.rewrite = rewrite;
    this.peers = peers;
  }

  /** Who sent a request that came through one of these connections. */
  static Peer peer(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return peer(ServletContextRequest.getServletContextRequest(inner));
  }

  static Peer peer(Request request) {
    return ((Guarded) request.getConnectionMetaData().getConnection()).peer;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new Guarded(getHttpConfiguration(), connector, endPoint), connector, endPoint);
  }

  private final class Guarded extends HttpConnection {
    private final Peer peer;

    Guarded(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
      this.peer = peers.opened(endPoint);
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
      peers.closed(peer);
      super.onClose(cause);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new FewFields();
    }

    /** Keeps the fields that are read, and no trailers. */
    private final class FewFields extends RequestHandler {
      private int kept;

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        kept = 0;
        super.startRequest(method, uri, version);
      }

      @Override
      public void parsedHeader(HttpField field) {
        if (KnownFields.has(field.getName())) {
          if (++kept > KnownFields.MOST) {
            throw new HttpException.RuntimeException(
                HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
          }
          super.parsedHeader(field);
        }
      }

      @Override
      public void parsedTrailer(HttpField field) {
        // Nobody reads one.
      }
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
      public Runnable headerComplete() {
        peer.headCame();
        return super.headerComplete();
      }

      @Override
      public void demand() {
        peer.bodyAwaited();
        super.demand();
      }

      @Override
      public Content.@Nullable Chunk read() {
        Content.@Nullable Chunk chunk = super.read();
        if (chunk != null) {
          peer.bodyCame(chunk.remaining());
        }
        return chunk;
      }

      @Override
      public void send(
          MetaData.Request request,
          MetaData.@Nullable Response response,
          boolean last,
          @Nullable ByteBuffer content,
          Callback callback) {
        if (response != null && HttpStatus.isInformational(response.getStatus())) {
          super.send(request, response, last, content, callback);
          return;
        }
        if (response != null) {
          peer.answerBegins();
        }
        long bytes = content == null ? 0 : content.remaining();
        peer.answerAwaited();
        super.send(
            request,
            guarded(response),
            last,
            content,
            Callback.from(() -> peer.answerWent(bytes), callback));
      }

      @Override
      public void succeeded() {
        peer.headAwaited();
        super.succeeded();
      }
    }
  }

  /** Null for further parts of a body. */
  private MetaData.@Nullable Response guarded(MetaData.@Nullable Response response) {
    if (response == null) {
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
