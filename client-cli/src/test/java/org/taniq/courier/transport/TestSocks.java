package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A SOCKS5 server for tests: notes the names asked for, leads all of them to one port of this
 * machine, and cuts connections after a number of bytes either way.
 */
public final class TestSocks implements Closeable {
  /**
   * How one connection ends; −1 is never.
   *
   * @param up bytes towards the server that still pass
   * @param down bytes towards the client that still pass
   */
  public record Cut(long up, long down) {}

  public final List<String> names = new CopyOnWriteArrayList<>();
  public final List<String> tokens = new CopyOnWriteArrayList<>();
  public final AtomicLong upBytes = new AtomicLong();
  public final AtomicLong downBytes = new AtomicLong();

  /** Waits so long after each 16 KiB, for a slow line. */
  public volatile int pauseMillis;

  private final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final Thread accepting;
  private volatile int target;
  private volatile boolean offersPassword = true;
  private volatile int reply;

  public TestSocks(int target) throws IOException {
    this(target, 0);
  }

  /** Another one at the address of one that was closed. */
  public static TestSocks again(TestSocks closed) throws IOException {
    return new TestSocks(closed.target, closed.listener.getLocalPort());
  }

  private TestSocks(int target, int port) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.accepting = start(this::accept);
  }

  public String address() {
    return "socks5://127.0.0.1:" + listener.getLocalPort();
  }

  public int connections() {
    return names.size();
  }

  /** Leads to another port from now on. */
  public void lead(int port) {
    target = port;
  }

  /** Ends the next connection so; each call is for one connection more. */
  public void cut(long up, long down) {
    cuts.add(new Cut(up, down));
  }

  public void refuse(int code) {
    reply = code;
  }

  public void withoutPasswords() {
    offersPassword = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readUnsignedByte();
      byte[] methods = new byte[in.readUnsignedByte()];
      in.readFully(methods);
      out.write(new byte[] {5, (byte) (offersPassword ? 2 : 0)});
      if (offersPassword) {
        in.readUnsignedByte();
        tokens.add(text(in));
        text(in);
        out.write(new byte[] {1, 0});
      }
      in.readFully(new byte[3]);
      if (in.readUnsignedByte() != 3) {
        names.add("(a number)");
        return;
      }
      names.add(text(in) + ":" + in.readUnsignedShort());
      out.write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
      if (reply == 0) {
        carry(client);
      }
    } catch (IOException e) {
      return;
    }
  }

  private void carry(Socket client) throws IOException {
    Cut next = cuts.poll();
    Cut cut = next == null ? new Cut(-1, -1) : next;
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      start(() -> pump(client, server, cut.up, upBytes));
      pump(server, client, cut.down, downBytes);
    }
  }

  private void pump(Socket from, Socket to, long limit, AtomicLong count) {
    byte[] buffer = new byte[1 << 14];
    try {
      InputStream in = from.getInputStream();
      long left = limit;
      while (left != 0) {
        int read = in.read(buffer, 0, left < 0 ? buffer.length : (int) Math.min(left, 1 << 14));
        if (read < 0) {
          break;
        }
        to.getOutputStream().write(buffer, 0, read);
        count.addAndGet(read);
        Thread.sleep(pauseMillis);
        left -= left < 0 ? 0 : read;
      }
      if (left == 0) {
        // What was let through shall arrive before the end does.
        to.shutdownOutput();
        Thread.sleep(30);
      }
    } catch (IOException | InterruptedException e) {
      // The other side went first.
    } finally {
      Wire.closeQuietly(from);
      Wire.closeQuietly(to);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] text = new byte[in.readUnsignedByte()];
    in.readFully(text);
    return new String(text, US_ASCII);
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "test-socks");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // The port is free when nobody waits at it any more.
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
