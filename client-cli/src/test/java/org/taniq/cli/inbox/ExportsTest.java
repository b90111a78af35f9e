package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.CustodyLog;

final class ExportsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final String TESTIMONY = "aa";
  private static final String NESTED = "bb";

  private @TempDir Path directory;
  private CustodyLog log;

  private static ObjectNode details() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void opened(String item) {
    log.append("open", details().put("item", item));
  }

  private void export(int level, String bag) {
    ObjectNode details = details().put("level", level).put("bag", bag);
    details.putArray("items").add(TESTIMONY);
    log.append("export", details);
  }

  private boolean holds(String item) {
    return Exports.of(log.entries()).hold(item.equals(NESTED) ? 1 : 0, item, TESTIMONY);
  }

  @BeforeEach
  void begin() throws Exception {
    log = CustodyLog.open(directory, new byte[32], DAY, key -> true, new SecureRandom());
    opened(TESTIMONY);
  }

  @AfterEach
  void end() throws Exception {
    log.close();
  }

  @Test
  void a_bag_that_never_got_its_name_holds_nothing() {
    export(0, "one");
    assertFalse(holds(TESTIMONY));
    log.append("exported", details().put("bag", "another"));
    assertFalse(holds(TESTIMONY));
    log.append("exported", details().put("bag", "one"));
    assertTrue(holds(TESTIMONY));
  }

  @Test
  void what_was_opened_after_the_export_is_not_in_the_bag() {
    export(1, "one");
    log.append("exported", details().put("bag", "one"));
    opened(NESTED);
    assertFalse(holds(NESTED));
    export(0, "two");
    log.append("exported", details().put("bag", "two"));
    assertFalse(holds(NESTED));
    export(1, "three");
    log.append("exported", details().put("bag", "three"));
    assertTrue(holds(NESTED));
  }
}
