package org.taniq.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.taniq.cli.seeded.AsksTheServer;
import org.taniq.cli.seeded.CountsForEver;
import org.taniq.cli.seeded.DrawsItsOwnRandomness;
import org.taniq.cli.seeded.EncryptsByItself;
import org.taniq.cli.seeded.LooksAtTheClock;
import org.taniq.cli.seeded.ReadsTheEnvironment;
import org.taniq.protocol.seeded.TalkativeSecret;
import org.taniq.server.seeded.AnswersByItself;
import org.taniq.server.seeded.OpensEnvelopes;
import org.taniq.server.seeded.WritesSql;

/** The rules hold for the product, and each one finds the class that was made to break it. */
class RulesTest {
  private static final Map<Rules, Class<?>> SEEDED = new EnumMap<>(Rules.class);

  static {
    SEEDED.put(Rules.SERVER_CANNOT_OPEN, OpensEnvelopes.class);
    SEEDED.put(Rules.TANIQ_HAS_NO_NETWORK, AsksTheServer.class);
    SEEDED.put(Rules.SQL_STAYS_IN_THE_STORE, WritesSql.class);
    SEEDED.put(Rules.JAVALIN_STAYS_IN_HTTP, AnswersByItself.class);
    SEEDED.put(Rules.CRYPTOGRAPHY_STAYS_IN_ITS_ADAPTERS, EncryptsByItself.class);
    SEEDED.put(Rules.RANDOMNESS_COMES_FROM_MAIN, DrawsItsOwnRandomness.class);
    SEEDED.put(Rules.TIME_COMES_FROM_MAIN, LooksAtTheClock.class);
    SEEDED.put(Rules.ENVIRONMENT_AND_EXIT_BELONG_TO_MAIN, ReadsTheEnvironment.class);
    SEEDED.put(Rules.NO_STATIC_MUTABLE_STATE, CountsForEver.class);
    SEEDED.put(Rules.SECRETS_ARE_SILENT, TalkativeSecret.class);
    SEEDED.put(Rules.EVERY_PACKAGE_IS_NULL_MARKED, CountsForEver.class);
  }

  private static JavaClasses product;

  @BeforeAll
  static void import_the_product() {
    ImportOption noTests = (Location location) -> !location.contains("/test-classes/");
    product = new ClassFileImporter().withImportOption(noTests).importPackages("org.taniq");
    for (String part : new String[] {"protocol.open", "server.http", "cli", "courier", "parcel"}) {
      assertTrue(
          product.stream().anyMatch(c -> c.getPackageName().startsWith("org.taniq." + part)),
          part + " was not imported: the rules would hold of nothing");
    }
  }

  @ParameterizedTest
  @EnumSource(Rules.class)
  void rule_holds_for_the_product(Rules rule) {
    EvaluationResult result = rule.rule().evaluate(product);
    assertEquals("", String.join("\n", result.getFailureReport().getDetails()));
  }

  @ParameterizedTest
  @EnumSource(Rules.class)
  void rule_finds_the_seeded_fault(Rules rule) {
    JavaClasses seeded = new ClassFileImporter().importClasses(SEEDED.get(rule));
    assertTrue(rule.rule().evaluate(seeded).hasViolation(), rule + " did not find the fault");
  }
}
