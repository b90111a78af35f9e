package org.taniq.courier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS on a port of this machine, with a certificate made by the JDK's keytool, before a server. */
final class TlsFront implements Closeable {
  static final String PASSWORD = "changeit";

  private final ServerSocket listener;
  private final int target;

  /**
   * @param keys a file in a new directory, made here: the trust store of who trusts it
   * @param name the certificate's, as {@code dns:localhost}
   * @param validity options of keytool on its days
   */
  TlsFront(Path keys, String name, int target, String... validity) throws Exception {
    this.target = target;
    this.listener =
        context(certificate(keys, name, validity))
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** A certificate of its own authority: days of one that is itself trusted would not count. */
  private static Path certificate(Path keys, String name, String... validity) throws Exception {
    Path server = keys.resolveSibling(keys.getFileName() + ".server");
    Path request = keys.resolveSibling(keys.getFileName() + ".request");
    Path signed = keys.resolveSibling(keys.getFileName() + ".signed");
    Path authority = keys.resolveSibling(keys.getFileName() + ".authority");
    Path own = keys.resolveSibling(keys.getFileName() + ".own");
    String[] key = {"-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12", "-dname"};
    keytool(own, key, "CN=authority", "-ext", "bc=ca:true", "-validity", "3650");
    keytool(server, key, "CN=server");
    keytool(server, "-certreq", "-file", request.toString());
    List<String> sign = new ArrayList<>(List.of("-gencert", "-infile", request.toString()));
    sign.addAll(List.of("-outfile", signed.toString(), "-ext", "san=" + name));
    sign.addAll(List.of(validity));
    keytool(own, sign.toArray(String[]::new));
    keytool(own, "-exportcert", "-file", authority.toString());
    String[] trust = {"-importcert", "-noprompt", "-storetype", "PKCS12", "-file"};
    keytool(keys, trust, authority.toString());
    keytool(server, "-importcert", "-noprompt", "-alias", "authority", "-file", "" + authority);
    keytool(server, "-importcert", "-noprompt", "-file", signed.toString());
    return server;
  }

  private static void keytool(Path store, String[] first, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    keytool(store, all.toArray(String[]::new));
  }

  private static void keytool(Path store, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + said);
    }
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start(() -> carry(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void carry(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      start(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      return;
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tls-front");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
