package org.taniq.courier.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.taniq.courier.transport.TransportException.Reason;

/** How a server is reached: through a proxy, or directly. Immutable. */
public final class Route {
  private static final Pattern PROXY =
      Pattern.compile(
          "socks5h?://(127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|localhost"
              + "|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})/?");

  private final @Nullable InetSocketAddress proxy;
  private final Duration patience;
  private final Supplier<String> tokens;

  private Route(@Nullable InetSocketAddress proxy, Duration patience, Supplier<String> tokens) {
    this.proxy = proxy;
    this.patience = patience;
    this.tokens = tokens;
  }

  /**
   * Without a proxy; names are looked up here.
   *
   * @param patience how long nothing may move before a connection counts as dead
   */
  public static Route direct(Duration patience) {
    return new Route(null, patience, () -> "");
  }

  /**
   * Through a SOCKS5 proxy, Tor's as a rule.
   *
   * @param address {@code socks5://ADDRESS:PORT}; a number or localhost, so that nothing is looked
   *     up for the proxy either
   * @param tokens gives a fresh random token of at most 255 ASCII characters; one is used for each
   *     {@link Http}, so that what is sent through two of them travels on two circuits
   * @return null if that is no such address
   */
  public static @Nullable Route through(
      String address, Duration patience, Supplier<String> tokens) {
    Matcher matcher = PROXY.matcher(address);
    if (!matcher.matches()) {
      return null;
    }
    String host = matcher.group(1);
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65535) {
      return null;
    }
    try {
      InetAddress number = InetAddress.getByName(host.equals("localhost") ? "127.0.0.1" : host);
      return new Route(new InetSocketAddress(number, port), patience, tokens);
    } catch (UnknownHostException e) {
      // Looks like a number and is none, as 300.1.1.1.
      return null;
    }
  }

  /** Whether a proxy stands in between. */
  public boolean proxied() {
    return proxy != null;
  }

  /**
   * Whether this route may be used to the server: an onion address only through a proxy, this
   * machine only without.
   */
  public boolean leadsTo(Origin origin) {
    return origin.onion() ? proxied() : !(origin.loopback() && proxied());
  }

  Duration patience() {
    return patience;
  }

  /** A fresh token; see {@link #through}. */
  String token() {
    return tokens.get();
  }

  /**
   * Connects, with TLS where the origin says so.
   *
   * @throws TransportException NO_PROXY, UNREACHABLE, NOT_TRUSTED, WRONG_NAME, OUT_OF_DATE, CUT,
   *     SILENT
   */
  Socket connect(Origin origin, String token) throws TransportException {
    if (!leadsTo(origin)) {
      throw new IllegalArgumentException("no way there by this route");
    }
    // Without NO_PROXY a property of the virtual machine could slip another proxy in.
    Socket socket = new Socket(Proxy.NO_PROXY);
    boolean done = false;
    try {
      socket.setSoTimeout((int) patience.toMillis());
      socket.setTcpNoDelay(true);
      InetSocketAddress via = proxy;
      if (via == null) {
        dial(socket, new InetSocketAddress(origin.host(), origin.port()), Reason.UNREACHABLE);
      } else {
        dial(socket, via, Reason.NO_PROXY);
        Socks5.connect(socket, origin.host(), origin.port(), token);
      }
      Socket ready = origin.tls() ? secure(socket, origin) : socket;
      done = true;
      return ready;
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw Wire.named(e);
    } finally {
      if (!done) {
        Wire.closeQuietly(socket);
      }
    }
  }

  private void dial(Socket socket, InetSocketAddress to, Reason otherwise)
      throws TransportException {
    try {
      socket.connect(to, (int) patience.toMillis());
    } catch (IOException e) {
      throw new TransportException(otherwise, e);
    }
  }

  private static Socket secure(Socket plain, Origin origin) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, origin.host(), origin.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (SSLException e) {
      throw new TransportException(reason(e), e);
    }
    return socket;
  }

  /** A certificate that is not good is one thing; a cut, or no TLS at all, is another. */
  private static Reason reason(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException certificate) {
        return reason(certificate);
      }
      if (cause instanceof SocketTimeoutException) {
        return Reason.SILENT;
      }
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return Reason.CUT;
      }
    }
    return Reason.BAD_ANSWER;
  }

  /**
   * What is wrong with a certificate. The name is judged last, by the JDK's HostnameChecker, which
   * says so in words alone; whatever is not known for sure is called not trusted.
   */
  private static Reason reason(CertificateException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return Reason.OUT_OF_DATE;
      }
    }
    String words = failure.getMessage() == null ? "" : failure.getMessage();
    boolean name =
        words.startsWith("No subject alternative ") || words.startsWith("No name matching ");
    return name ? Reason.WRONG_NAME : Reason.NOT_TRUSTED;
  }
}
