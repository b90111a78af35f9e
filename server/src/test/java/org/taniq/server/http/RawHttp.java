package org.taniq.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** HTTP/1.1 on a plain socket: sends exactly the given bytes and shows exactly what comes back. */
public final class RawHttp {
  /** Names lower case, in the order received. */
  public record Reply(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    public String header(String name) {
      return headers.stream()
          .filter(h -> h.getKey().equals(name.toLowerCase(Locale.ROOT)))
          .map(Map.Entry::getValue)
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toList(), l -> l.isEmpty() ? null : String.join(" | ", l)));
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Map<String, String> without(java.util.Set<String> names) {
      Map<String, String> out = new TreeMap<>();
      headers.forEach(
          h -> {
            if (!names.contains(h.getKey()) && out.put(h.getKey(), h.getValue()) != null) {
              throw new AssertionError("header twice: " + h.getKey());
            }
          });
      return out;
    }
  }

  private RawHttp() {}

  /** Sends head (lines joined by CRLF, blank line added) and body on a new connection. */
  public static Reply send(int port, String head, byte[] body) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(bytes(head));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return read(socket.getInputStream(), head.startsWith("HEAD "));
    }
  }

  public static Reply send(int port, String head) throws IOException {
    return send(port, head, new byte[0]);
  }

  public static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  public static byte[] bytes(String head) {
    return (head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  public static Reply read(InputStream in, boolean head) throws IOException {
    String first = line(in);
    int status = Integer.parseInt(first.split(" ")[1]);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.add(
          Map.entry(
              line.substring(0, colon).toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip()));
    }
    if (status == 100) {
      return read(in, head);
    }
    Reply reply = new Reply(status, headers, new byte[0]);
    String length = reply.header("content-length");
    byte[] body = new byte[0];
    if (!head && length != null) {
      body = in.readNBytes(Integer.parseInt(length));
    } else if (!head && status != 204) {
      body = in.readAllBytes();
    }
    return new Reply(status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("connection ended, after: " + out);
      }
      if (b != '\r') {
        out.write(b);
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
