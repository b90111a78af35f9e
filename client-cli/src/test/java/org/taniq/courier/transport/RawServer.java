package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers each request with the next of the given texts, whatever was asked. */
final class RawServer implements Closeable {
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final ServerSocket listener;
  private volatile boolean closeAfterEach;

  RawServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  void answer(String text) {
    answers.add(text);
  }

  void closeAfterEach() {
    closeAfterEach = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        do {
          String head = head(socket.getInputStream());
          if (head.isEmpty()) {
            break;
          }
          heads.add(head);
          socket.getOutputStream().write(answers.take().getBytes(ISO_8859_1));
        } while (!closeAfterEach);
      } catch (IOException | InterruptedException e) {
        continue;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
