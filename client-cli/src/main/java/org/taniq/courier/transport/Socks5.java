package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.taniq.courier.transport.TransportException.Reason;

/**
 * The client's side of SOCKS5 (RFC 1928) with a user name and password (RFC 1929). The server's
 * name travels as a name; nothing is looked up here. Java's own SOCKS sockets are not used: they
 * offer the proxy the name of the operating system's account.
 */
final class Socks5 {
  private static final int VERSION = 5;
  private static final int PASSWORD_VERSION = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private Socks5() {}

  /**
   * Asks the proxy behind the socket to connect to a name.
   *
   * @param isolation one token, sent as user name and password: Tor gives streams of different
   *     tokens different circuits
   * @throws TransportException NO_PROXY when it speaks otherwise, UNREACHABLE when it says no
   */
  static void connect(Socket socket, String host, int port, String isolation)
      throws TransportException {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD});
      if (in.readUnsignedByte() != VERSION) {
        throw new TransportException(Reason.NO_PROXY);
      }
      authenticate(in.readUnsignedByte(), in, out, isolation);
      out.write(request(host.getBytes(US_ASCII), port));
      if (in.readUnsignedByte() != VERSION) {
        throw new TransportException(Reason.NO_PROXY);
      }
      int reply = in.readUnsignedByte();
      if (reply != 0) {
        throw new TransportException(Reason.UNREACHABLE);
      }
      in.readUnsignedByte();
      skipAddress(in);
    } catch (TransportException e) {
      throw e;
    } catch (EOFException e) {
      throw new TransportException(Reason.NO_PROXY, e);
    } catch (IOException e) {
      throw Wire.named(e);
    }
  }

  private static void authenticate(
      int method, DataInputStream in, OutputStream out, String isolation) throws IOException {
    if (method == NO_AUTHENTICATION) {
      return;
    }
    if (method != PASSWORD) {
      throw new TransportException(Reason.NO_PROXY);
    }
    byte[] token = isolation.getBytes(US_ASCII);
    byte[] message = new byte[3 + 2 * token.length];
    message[0] = PASSWORD_VERSION;
    message[1] = (byte) token.length;
    System.arraycopy(token, 0, message, 2, token.length);
    message[2 + token.length] = (byte) token.length;
    System.arraycopy(token, 0, message, 3 + token.length, token.length);
    out.write(message);
    in.readUnsignedByte();
    if (in.readUnsignedByte() != 0) {
      throw new TransportException(Reason.NO_PROXY);
    }
  }

  private static byte[] request(byte[] name, int port) {
    byte[] request = new byte[7 + name.length];
    request[0] = VERSION;
    request[1] = CONNECT;
    request[3] = NAME;
    request[4] = (byte) name.length;
    System.arraycopy(name, 0, request, 5, name.length);
    request[5 + name.length] = (byte) (port >> 8);
    request[6 + name.length] = (byte) port;
    return request;
  }

  private static void skipAddress(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int length =
        switch (type) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> in.readUnsignedByte();
          default -> throw new TransportException(Reason.NO_PROXY);
        };
    in.readFully(new byte[length + 2]);
  }
}
