package org.taniq.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkGuardTest {
  @TempDir Path net;

  private void put(String name, String flags) throws IOException {
    Files.createDirectory(net.resolve(name));
    Files.writeString(net.resolve(name).resolve("flags"), flags + "\n");
  }

  @Test
  void loopback_and_interfaces_that_are_down_do_not_count() throws Exception {
    put("lo", "0x9");
    put("eth0", "0x1002");
    Files.writeString(net.resolve("bonding_masters"), "");
    assertEquals(List.of(), new NetworkGuard(net, true).up());
  }

  @Test
  void every_interface_that_is_up_is_named() throws Exception {
    put("lo", "0x9");
    put("wlan0", "0x1003");
    put("eth0", "0x1103");
    assertEquals(List.of("eth0", "wlan0"), new NetworkGuard(net, true).up());
  }

  @Test
  void a_system_that_does_not_tell_is_not_trusted() throws Exception {
    NetworkGuard guard = new NetworkGuard(net.resolve("none"), true);
    Refusal refusal = assertThrows(Refusal.class, guard::up);
    assertEquals(TerminalProblem.NETWORK_UNKNOWN, refusal.problem());
    put("odd", "up");
    assertThrows(Refusal.class, () -> new NetworkGuard(net, true).up());
  }
}
