package org.taniq.courier.transport;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server: scheme, name and port. Plain http only where the way is safe without TLS: to an onion
 * address, or within this machine.
 *
 * @param tls whether https
 * @param host lower case; an IPv6 address without brackets
 * @param port 1..65535
 */
public record Origin(boolean tls, String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(https?)://([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?/?");

  private static final Pattern ONION =
      Pattern.compile("(?:[a-z0-9-]{1,63}\\.)*[a-z2-7]{56}\\.onion");

  /** Why an address is refused. */
  public enum Fault {
    /** Not http://NAME[:PORT] or https://NAME[:PORT]. */
    NOT_AN_ADDRESS,
    /** Plain http to a name that is neither .onion nor this machine. */
    NEEDS_TLS,
    /** Ends in .onion and is not 56 characters before it. */
    BAD_ONION
  }

  /** An address that is refused. */
  public static final class AddressException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    AddressException(Fault fault) {
      super(fault.name());
      this.fault = fault;
    }

    /** Why. */
    public Fault fault() {
      return fault;
    }
  }

  /** Reads an address as a person writes it; a path, a query or a name and password are refused. */
  public static Origin parse(String address) throws AddressException {
    Matcher matcher = SHAPE.matcher(address.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new AddressException(Fault.NOT_AN_ADDRESS);
    }
    boolean tls = "https".equals(matcher.group(1));
    String host = unbracketed(matcher.group(2));
    String port = matcher.group(3);
    Origin origin = new Origin(tls, host, port == null ? (tls ? 443 : 80) : Integer.parseInt(port));
    if (origin.port < 1 || origin.port > 65535 || host.contains("..")) {
      throw new AddressException(Fault.NOT_AN_ADDRESS);
    }
    if (origin.onion() && !ONION.matcher(host).matches()) {
      throw new AddressException(Fault.BAD_ONION);
    }
    if (!tls && !origin.onion() && !origin.loopback()) {
      throw new AddressException(Fault.NEEDS_TLS);
    }
    return origin;
  }

  private static String unbracketed(@Nullable String host) {
    if (host == null) {
      throw new IllegalStateException("the pattern has a host");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether the name is an onion service's; it must never be looked up. */
  public boolean onion() {
    return host.endsWith(".onion");
  }

  /** Whether the server is on this machine. */
  public boolean loopback() {
    return host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  /** As the Host header says it: without the scheme's own port. */
  public String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
