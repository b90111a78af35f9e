package org.taniq.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The borders of DESIGN §10 and the habits of the code that a machine can keep. Each rule is proved
 * in {@link RulesTest} by a class that breaks it.
 */
enum Rules {
  /** The server cannot open: the packages that do are out of its reach, by any path. */
  SERVER_CANNOT_OPEN(
      noClasses()
          .that(resideInAnyPackage("org.taniq.server.."))
          .should(reach(resideInAnyPackage("org.taniq.protocol.open..")))),

  /** What {@code taniq} reaches has no network client, no server, no socket. */
  TANIQ_HAS_NO_NETWORK(
      noClasses()
          .that(resideInAnyPackage("org.taniq.cli..", "org.taniq.parcel..", "org.taniq.protocol.."))
          .should(reach(resideInAnyPackage("org.taniq.courier..").or(networkClass())))),

  SQL_STAYS_IN_THE_STORE(
      noClasses()
          .that(resideInAnyPackage("org.taniq.."))
          .and()
          .resideOutsideOfPackages("org.taniq.server.store..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.jdbi..", "java.sql..", "javax.sql..", "org.h2..", "org.postgresql.."))),

  JAVALIN_STAYS_IN_HTTP(
      noClasses()
          .that(resideInAnyPackage("org.taniq.."))
          .and()
          .resideOutsideOfPackages("org.taniq.server.http..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."))),

  /** Ciphers, MACs, key agreement and password hashing are imported by their adapters alone. */
  CRYPTOGRAPHY_STAYS_IN_ITS_ADAPTERS(
      noClasses()
          .that(resideInAnyPackage("org.taniq.."))
          .and()
          .resideOutsideOfPackages(
              "org.taniq.protocol..",
              "org.taniq.cli.keyring..",
              "org.taniq.cli.vault..",
              "org.taniq.courier.key..",
              "org.taniq.bench..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "javax.crypto..",
                  "com.google.crypto.tink..",
                  "org.bouncycastle..",
                  "de.mkammerer.."))),

  /** Randomness is handed in from where a program starts. */
  RANDOMNESS_COMES_FROM_MAIN(
      noClasses()
          .that(notMain())
          .should()
          .callConstructorWhere(
              com.tngtech.archunit.core.domain.JavaAccess.Predicates.target(
                  com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                      ofType("java.security.SecureRandom"))))
          .orShould(
              callMethodWhere(
                  calls("java.util.UUID", "randomUUID")
                      .or(calls("java.lang.Math", "random"))
                      .or(calls("java.util.concurrent.ThreadLocalRandom", "current"))
                      .or(calls("java.security.SecureRandom", "getInstanceStrong"))))),

  /** Clocks are handed in from where a program starts. */
  TIME_COMES_FROM_MAIN(
      noClasses()
          .that(notMain())
          .should(
              callMethodWhere(
                  callsWithoutClock("java.time.Instant", "now")
                      .or(callsWithoutClock("java.time.LocalDate", "now"))
                      .or(callsWithoutClock("java.time.LocalDateTime", "now"))
                      .or(callsWithoutClock("java.time.ZonedDateTime", "now"))
                      .or(calls("java.time.Clock", "systemUTC"))
                      .or(calls("java.time.Clock", "systemDefaultZone"))
                      .or(calls("java.lang.System", "currentTimeMillis"))))),

  ENVIRONMENT_AND_EXIT_BELONG_TO_MAIN(
      noClasses()
          .that(notMain())
          .should(
              callMethodWhere(
                  calls("java.lang.System", "getenv")
                      .or(calls("java.lang.System", "exit"))
                      .or(calls("java.lang.Runtime", "halt"))))),

  NO_STATIC_MUTABLE_STATE(
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(resideInAnyPackage("org.taniq.."))
          .and()
          .areDeclaredInClassesThat(notGenerated())
          .should()
          .beFinal()
          .andShould(beOfAnImmutableType())),

  /** A secret is final, no record, says nothing of itself, and has no hash of its bytes. */
  SECRETS_ARE_SILENT(
      classes()
          .that()
          .areAssignableTo(javax.security.auth.Destroyable.class)
          .and()
          .resideInAPackage("org.taniq..")
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveFullyQualifiedName("org.taniq.protocol.Secret")
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .notBeRecords()
          .andShould(declareToStringAndNoHashCode())
          .allowEmptyShould(true)),

  EVERY_PACKAGE_IS_NULL_MARKED(
      classes()
          .that(resideInAnyPackage("org.taniq.."))
          .and(simpleNameEndingWith("package-info").negate())
          .and(notGenerated())
          .should(resideInANullMarkedPackage()));

  /** The base of secrets, whose toString is final. */
  private static final String SECRET = "org.taniq.protocol.Secret";

  private final ArchRule rule;

  Rules(ArchRule rule) {
    this.rule = rule;
  }

  ArchRule rule() {
    return rule.as(name());
  }

  private static final Set<String> HARMLESS_NET_CLASSES =
      Set.of(
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.net.NetworkInterface",
          "java.net.SocketException");

  private static DescribedPredicate<JavaClass> networkClass() {
    return DescribedPredicate.describe(
        "classes that talk to a network",
        c ->
            Stream.of(
                            "java.net.",
                            "javax.net.",
                            "sun.net.",
                            "jdk.net.",
                            "com.sun.net.",
                            "okhttp3.",
                            "java.rmi.")
                        .anyMatch(c.getName()::startsWith)
                    && !HARMLESS_NET_CLASSES.contains(c.getName())
                || c.getName()
                    .matches("java\\.nio\\.channels\\..*(Socket|Datagram|Network|Multicast).*"));
  }

  private static DescribedPredicate<JavaClass> ofType(String name) {
    return DescribedPredicate.describe(name, c -> c.getName().equals(name));
  }

  private static DescribedPredicate<JavaClass> notMain() {
    return DescribedPredicate.describe(
        "classes other than the mains and the record of what a process hands to its commands",
        c ->
            !outermost(c).getSimpleName().endsWith("Main")
                && !outermost(c).getName().equals("org.taniq.cli.terminal.Environment"));
  }

  private static JavaClass outermost(JavaClass c) {
    JavaClass outer = c;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static DescribedPredicate<JavaClass> notGenerated() {
    return DescribedPredicate.describe(
        "classes written by hand",
        c ->
            !c.getName().contains(".jmh_generated.")
                && !c.getName().startsWith("org.taniq.bench."));
  }

  private static DescribedPredicate<JavaMethodCall> calls(String owner, String method) {
    return DescribedPredicate.describe(
        owner + "." + method,
        call -> call.getTargetOwner().getName().equals(owner) && call.getName().equals(method));
  }

  private static DescribedPredicate<JavaMethodCall> callsWithoutClock(String owner, String method) {
    return calls(owner, method)
        .and(
            DescribedPredicate.describe(
                "without a clock",
                call ->
                    call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.getName().equals("java.time.Clock"))));
  }

  private static ArchCondition<JavaField> beOfAnImmutableType() {
    Predicate<JavaClass> mutable =
        type ->
            type.isAssignableTo(java.util.concurrent.atomic.AtomicLong.class)
                || type.getName().startsWith("java.util.concurrent.atomic.")
                || type.getName().equals("java.lang.StringBuilder")
                || type.getName()
                    .matches(
                        "java\\.util\\.(Hash|Linked|Tree|Array|Concurrent).*(Map|Set|List|Deque)");
    return condition(
        "be of an immutable type",
        (JavaField field) -> !mutable.test(field.getRawType()),
        field -> field.getFullName() + " is of the mutable type " + field.getRawType().getName());
  }

  /** Holds of a class that depends on such a class, by itself or through classes of ours. */
  private static ArchCondition<JavaClass> reach(DescribedPredicate<JavaClass> forbidden) {
    return new ArchCondition<>("reach " + forbidden.getDescription()) {
      @Override
      public void check(JavaClass start, ConditionEvents events) {
        Set<JavaClass> seen = new HashSet<>(Set.of(start));
        Deque<JavaClass> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
          JavaClass ours = open.pop();
          for (Dependency dependency : ours.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            if (forbidden.test(target)) {
              events.add(
                  SimpleConditionEvent.satisfied(
                      start,
                      start.getName()
                          + " reaches "
                          + target.getName()
                          + " through "
                          + ours.getName()));
            } else if (target.getPackageName().startsWith("org.taniq") && seen.add(target)) {
              open.push(target);
            }
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> declareToStringAndNoHashCode() {
    return condition(
        "have a toString of their own or of Secret, and no hashCode that looks at a field",
        (JavaClass c) ->
            (c.tryGetMethod("toString").isPresent() || c.isAssignableTo(SECRET))
                && c.tryGetMethod("hashCode").map(m -> m.getFieldAccesses().isEmpty()).orElse(true),
        c -> c.getName() + " has no toString of its own, or a hashCode of its bytes");
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return condition(
        "reside in a package that is @NullMarked",
        (JavaClass c) ->
            c.getPackage()
                .tryGetAnnotationOfType("org.jspecify.annotations.NullMarked")
                .isPresent(),
        c -> c.getPackageName() + " is not @NullMarked");
  }

  private static <T> ArchCondition<T> condition(
      String text, Predicate<T> holds, java.util.function.Function<T, String> broken) {
    return new ArchCondition<>(text) {
      @Override
      public void check(T item, ConditionEvents events) {
        if (!holds.test(item)) {
          events.add(SimpleConditionEvent.violated(item, broken.apply(item)));
        }
      }
    };
  }
}
