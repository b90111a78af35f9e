package org.taniq.road;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between courier and server, and cuts connections after a number of bytes. */
final class Relay implements Closeable {
  private record Cut(long up, long down) {}

  final AtomicLong upBytes = new AtomicLong();
  final AtomicLong downBytes = new AtomicLong();
  private final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private volatile int target;

  Relay() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String address() {
    return "http://" + authority();
  }

  String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  void lead(int port) {
    target = port;
  }

  /** Cuts the next connection after so many bytes; −1 is never. */
  void cut(long up, long down) {
    cuts.add(new Cut(up, down));
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
    Cut next = cuts.poll();
    Cut cut = next == null ? new Cut(-1, -1) : next;
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      start(() -> pump(client, server, cut.up, upBytes));
      pump(server, client, cut.down, downBytes);
    } catch (IOException e) {
      return;
    }
  }

  private static void pump(Socket from, Socket to, long limit, AtomicLong count) {
    byte[] buffer = new byte[1 << 14];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      long left = limit;
      while (left != 0) {
        int read = in.read(buffer, 0, left < 0 ? buffer.length : (int) Math.min(left, 1 << 14));
        if (read < 0) {
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
        count.addAndGet(read);
        left -= left < 0 ? 0 : read;
      }
      to.shutdownOutput();
      Thread.sleep(30);
    } catch (IOException | InterruptedException e) {
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
