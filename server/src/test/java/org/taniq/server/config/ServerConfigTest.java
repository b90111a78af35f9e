package org.taniq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
  private static final String INSTANCE = "instance = " + "ab".repeat(32) + "\n";
  private static final String KEY = "A".repeat(43);

  private static ServerConfig parse(String text) throws ConfigException {
    return ServerConfig.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(String text) {
    return assertThrows(ConfigException.class, () -> parse(text)).getMessage();
  }

  @Test
  void one_line_with_the_instance_is_enough() throws ConfigException {
    ServerConfig config = parse(INSTANCE);
    assertEquals("ab".repeat(32), config.instance());
    assertTrue(config.listen().getAddress().isLoopbackAddress());
    assertEquals(8080, config.listen().getPort());
    assertNull(config.storeUrl());
    assertEquals(20L << 30, config.storeLimitBytes());
    assertEquals(Duration.ofSeconds(180), config.idleTimeout());
  }

  @Test
  void the_printed_default_file_is_valid_once_the_instance_is_filled_in() throws ConfigException {
    String text = ServerConfig.defaultFile();
    assertTrue(refused(text).contains("\"instance\" has no value"));
    String filled = text.replace("instance =\n", INSTANCE);
    assertEquals(parse(INSTANCE), parse(filled));
    assertEquals(
        parse(INSTANCE),
        parse(filled.replaceAll("(?m)^#([a-z_]+ =)", "$1")),
        "defaults as printed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listn = 127.0.0.1:80           | line 2: "listn" is no setting; did you mean "listen"?
          volume = 11                    | line 2: "volume" is no setting; "taniq-server --print-default-config" shows all of them
          listen                         | line 2: not "key = value"; write one setting per line, and "#" before a comment
          listen = "127.0.0.1:80"        | line 2: "listen" takes its value without quotes
          listen =                       | line 2: "listen" has no value; write one, or put "#" before the line
          listen = 8080                  | line 2: "listen" must be an address and a port, like 127.0.0.1:8080 or [::1]:8080
          listen = example.org:80        | line 2: "listen" must be an address and a port, like 127.0.0.1:8080 or [::1]:8080
          listen = 127.0.0.1:65536       | line 2: "listen" must be an address and a port, like 127.0.0.1:8080 or [::1]:8080
          listen = 0.0.0.0:80            | line 2: "listen" is not a loopback address; write 127.0.0.1:PORT, or set allow_public_bind = true if the server shall be reached without Tor
          listen = 127.0.0.1:8081        | "courier_listen" must be another port than listen
          data_dir = var/lib             | line 2: "data_dir" must be an absolute path
          allow_public_bind = yes        | line 2: "allow_public_bind" must be true or false
          store_limit = 20 GB            | line 2: "store_limit" must be a size from 16MiB, in bytes or like 500MiB or 20GiB
          store_limit = 1                | line 2: "store_limit" must be a size from 16MiB, in bytes or like 500MiB or 20GiB
          max_envelope = 9000MiB         | line 2: "max_envelope" must be a size from 1MiB to 8300MiB, in bytes or like 500MiB or 20GiB
          store_limit = 16MiB            | "max_envelope" must not be more than store_limit
          idle_timeout = 30s             | line 2: "idle_timeout" must be 120s to 3600s, like 180s
          idle_timeout = 3 minutes       | line 2: "idle_timeout" must be 120s to 3600s, like 180s
          stop_timeout = 0s              | line 2: "stop_timeout" must be 1s to 600s, like 180s
          max_uploads_at_once = 0        | line 2: "max_uploads_at_once" must be a number from 1 to 1000
          courier_keys = short           | line 2: "courier_keys" must be keys of 43 base64url characters, separated by commas
          courier_keys = ,               | line 2: "courier_keys" has an empty item; separate items by single commas
          courier_authorities = a b      | line 2: "courier_authorities" must be names with an optional port, like abc.onion or 127.0.0.1:8081
          store_url = jdbc:h2:mem        | line 2: "store_url" must be embedded, or jdbc:postgresql://HOST/DATABASE
          store_url = jdbc:postgresql://h/d?password=x | line 2: "store_url" must not hold a password; use store_password_file
          store_user = taniq             | line 2: "store_user" is only for PostgreSQL; remove it, or set store_url
          """)
  void every_wrong_line_says_where_it_is_and_what_to_write(String line, String message) {
    assertEquals(message, refused(INSTANCE + line + "\n"));
  }

  @Test
  void courier_keys_need_the_names_they_are_used_under() throws ConfigException {
    assertTrue(refused(INSTANCE + "courier_keys = " + KEY + "\n").contains("courier_authorities"));
    assertTrue(
        refused(INSTANCE + "courier_keys = " + KEY + "," + KEY + "\n").contains("one key twice"));
    assertTrue(refused(INSTANCE + "courier_keys = " + "A".repeat(42) + "B\n").contains("43"));
    ServerConfig config =
        parse(
            INSTANCE + "courier_keys = " + KEY + "\ncourier_authorities = ABC.onion, [::1]:8081\n");
    assertEquals("abc.onion", config.courierAuthorities().get(0));
    assertEquals("[::1]:8081", config.courierAuthorities().get(1));
  }

  @Test
  void a_public_address_needs_the_explicit_switch() throws ConfigException {
    ServerConfig config = parse(INSTANCE + "listen = 0.0.0.0:80\nallow_public_bind = true\n");
    assertFalse(config.listen().getAddress().isLoopbackAddress());
  }

  @Test
  void a_key_twice_names_both_lines() {
    assertEquals(
        "line 4: \"listen\" was set on line 2 already; remove one of them",
        refused(INSTANCE + "listen = 127.0.0.1:1\n\nlisten = 127.0.0.1:1\n"));
  }

  @Test
  void a_missing_instance_and_a_file_that_is_no_text_are_named() {
    assertTrue(refused("# nothing\n").startsWith("\"instance\" is missing"));
    assertEquals(
        "not UTF-8 text; save the file as UTF-8",
        assertThrows(ConfigException.class, () -> ServerConfig.parse(new byte[] {(byte) 0xff}))
            .getMessage());
    assertTrue(
        assertThrows(ConfigException.class, () -> ServerConfig.parse(new byte[70_000]))
            .getMessage()
            .contains("not a configuration"));
  }

  @Test
  void no_error_repeats_a_value() {
    String message = refused(INSTANCE + "courier_keys = swordfish\n");
    assertFalse(message.contains("swordfish"));
  }
}
