package org.taniq.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Submits text envelopes over so many connections, each by one request (tus creation-with-upload),
 * the next as soon as the last was acknowledged. One thread, which sends from the mapped file: on
 * few cores the load must not take what the server needs. Times run from the first byte (from the
 * connecting, where each request has its own connection) to the end of the answer.
 */
final class Submitters {
  private static final int ANSWER_BYTES = 8192;
  private static final int SEND_BUFFER_BYTES = 1 << 18;
  private static final long SILENCE_MILLIS = 30_000;

  private final InetSocketAddress server;
  private final Texts texts;
  private final boolean keepAlive;
  private final ByteBuffer head;

  /** Numbers of the envelopes that were acknowledged. */
  final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

  /** Answers that were no acknowledgement, and silence. */
  final List<String> errors = new ArrayList<>();

  Submitters(InetSocketAddress server, Texts texts, boolean keepAlive) {
    this.server = server;
    this.texts = texts;
    this.keepAlive = keepAlive;
    String fields =
        "POST /uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nUpload-Length: "
            + texts.length
            + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
            + texts.length
            + (keepAlive ? "" : "\r\nConnection: close")
            + "\r\n\r\n";
    byte[] bytes = fields.getBytes(StandardCharsets.US_ASCII);
    head = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** One connection at a time. */
  private final class Line {
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private ByteBuffer[] request = {};
    private SocketChannel channel;
    private SelectionKey key;
    private int number;
    private long begun;

    Line(Selector selector) throws IOException {
      channel = SocketChannel.open();
      begun = System.nanoTime();
      key = connect(selector);
      send();
    }

    private void next(Selector selector) throws IOException {
      begun = System.nanoTime();
      if (!keepAlive) {
        channel.close();
        channel = SocketChannel.open();
        key = connect(selector);
      }
      send();
    }

    private SelectionKey connect(Selector selector) throws IOException {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(server);
      channel.configureBlocking(false);
      return channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void send() throws IOException {
      number = texts.take();
      request = new ByteBuffer[] {head.duplicate(), texts.bytes(number)};
      answer.clear();
      write();
    }

    private void write() throws IOException {
      channel.write(request);
      boolean left = request[1].hasRemaining();
      key.interestOps(left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Whether the answer is whole. */
    private boolean read() throws IOException {
      int n = channel.read(answer);
      if (n < 0) {
        throw new IOException("closed without an answer");
      }
      int end = answer.position();
      return end >= 4
          && answer.get(end - 1) == '\n'
          && answer.get(end - 2) == '\r'
          && answer.get(end - 3) == '\n';
    }

    private boolean good() {
      byte[] start = new byte[13];
      answer.flip().get(start);
      return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 201 ");
    }

    private String text() {
      return StandardCharsets.US_ASCII.decode(answer.rewind()).toString();
    }
  }

  /**
   * Submits as many as asked for; ends early at the first error.
   *
   * @return the times of those acknowledged
   */
  Times run(int count, int connections) throws IOException {
    Times times = new Times(count);
    List<Line> lines = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      times.begin();
      int started = 0;
      for (; started < Math.min(connections, count); started++) {
        lines.add(new Line(selector));
      }
      while (times.count() < count && errors.isEmpty()) {
        if (selector.select(SILENCE_MILLIS) == 0) {
          errors.add("no answer within " + SILENCE_MILLIS + " ms");
        }
        for (SelectionKey key : selector.selectedKeys()) {
          Line line = (Line) key.attachment();
          if (key.isWritable()) {
            line.write();
          }
          if (key.isReadable() && line.read()) {
            times.add(System.nanoTime() - line.begun);
            if (!line.good()) {
              errors.add(line.text());
              break;
            }
            acknowledged.add(line.number);
            if (started < count) {
              started++;
              line.next(selector);
            } else {
              line.channel.close();
            }
          }
        }
        selector.selectedKeys().clear();
      }
      times.end();
    } finally {
      for (Line line : lines) {
        line.channel.close();
      }
    }
    return times;
  }
}
