package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * Who signs, and how many must. SPEC §4.1.
 *
 * @param previous SHA-256 of the charter before, null for number 0
 * @param threshold how many signers a document needs
 * @param bulletinThreshold how many publishers a bulletin needs
 */
public record Charter(
    int number,
    @Nullable Bytes previous,
    LocalDate issued,
    LocalDate countsFrom,
    LocalDate expires,
    boolean demo,
    Organisation organisation,
    List<Person> people,
    int threshold,
    int bulletinThreshold,
    Recovery recovery) {

  public static final int MAX_PEOPLE = 32;
  public static final int MAX_CUSTODIANS = 16;
  public static final int MAX_DAYS = 732;

  /** What a person may do. */
  public enum Role {
    SIGNER,
    CUSTODIAN,
    PUBLISHER
  }

  /** Whom the instance belongs to. */
  public record Organisation(String name, String contact) {}

  /**
   * Somebody with a key.
   *
   * @param key Ed25519 public key, 32 bytes
   * @param roles in the order of the document
   */
  public record Person(String name, Bytes key, List<Role> roles) {
    public Person {
      roles = List.copyOf(roles);
    }

    public SignerId id() {
      return SignerId.of(key.toArray());
    }
  }

  /**
   * Who may replace the charter when its signers cannot.
   *
   * @param keys Ed25519 public keys; empty with threshold 0 for nobody
   */
  public record Recovery(List<Bytes> keys, int threshold) {
    public Recovery {
      keys = List.copyOf(keys);
    }
  }

  public Charter {
    people = List.copyOf(people);
  }

  public static Charter parse(byte[] document) throws SignedException {
    return DocumentType.CHARTER.read(document, Charter::read);
  }

  /**
   * The document's bytes.
   *
   * @throws SignedException BAD_DOCUMENT if it breaks a rule of SPEC §4.1
   */
  public byte[] bytes() throws SignedException {
    return DocumentType.CHARTER.write(node(), Charter::read);
  }

  /** Keys of the people with a role, in the order of the document. */
  public Map<SignerId, Bytes> keys(Role role) {
    Map<SignerId, Bytes> keys = new LinkedHashMap<>();
    for (Person person : people) {
      if (person.roles().contains(role)) {
        keys.put(person.id(), person.key());
      }
    }
    return keys;
  }

  Map<SignerId, Bytes> recoveryKeys() {
    Map<SignerId, Bytes> keys = new LinkedHashMap<>();
    recovery.keys().forEach(key -> keys.put(SignerId.of(key.toArray()), key));
    return keys;
  }

  private static Charter read(JsonFields fields) throws MalformedException {
    JsonFields organisation = fields.object("organisation");
    JsonFields recovery = fields.object("recovery");
    Charter charter =
        new Charter(
            (int) fields.integer("number", 0, 1_000_000),
            fields.isNull("previous") ? null : Bytes.of(fields.hex("previous", Hashes.BYTES)),
            fields.date("issued"),
            fields.date("counts_from"),
            fields.date("expires"),
            fields.bool("demo"),
            new Organisation(organisation.text("name"), organisation.text("contact")),
            fields.list("people", MAX_PEOPLE, Charter::readPerson),
            (int) fields.integer("threshold", 1, MAX_PEOPLE),
            (int) fields.integer("bulletin_threshold", 1, MAX_PEOPLE),
            new Recovery(
                recovery.list("keys", MAX_PEOPLE, Charter::readKey),
                (int) recovery.integer("threshold", 0, MAX_PEOPLE)));
    organisation.finish();
    recovery.finish();
    charter.requireRules();
    return charter;
  }

  private static Person readPerson(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    Person person =
        new Person(
            fields.text("name"),
            key(fields.b64u("key", Signatures.PUBLIC_KEY_BYTES)),
            fields.list("roles", Role.values().length, Charter::readRole));
    fields.finish();
    require(new HashSet<>(person.roles()).size() == person.roles().size(), "a role twice");
    return person;
  }

  private static Role readRole(JsonNode node) throws MalformedException {
    String text = JsonFields.text(node);
    for (Role role : Role.values()) {
      if (text.equals(word(role))) {
        return role;
      }
    }
    throw new MalformedException("an unknown role");
  }

  private static Bytes readKey(JsonNode node) throws MalformedException {
    return key(Spelling.parseB64u(JsonFields.text(node), Signatures.PUBLIC_KEY_BYTES));
  }

  private static Bytes key(byte[] key) throws MalformedException {
    require(Signatures.isPublicKey(key), "not a point of large order");
    return Bytes.of(key);
  }

  private void requireRules() throws MalformedException {
    require((number == 0) == (previous == null), "only number 0 has no previous");
    require(!countsFrom.isBefore(issued), "it counts before it is issued");
    require(!expires.isBefore(countsFrom), "it expires before it counts");
    require(!expires.isAfter(issued.plusDays(MAX_DAYS)), "it lasts too long");
    Set<Bytes> keys = new HashSet<>();
    List<Bytes> all = new ArrayList<>(recovery.keys());
    people.forEach(person -> all.add(person.key()));
    for (Bytes key : all) {
      require(keys.add(key), "a key twice");
    }
    int custodians = keys(Role.CUSTODIAN).size();
    require(custodians >= 1 && custodians <= MAX_CUSTODIANS, "no custodian, or too many");
    require(threshold <= keys(Role.SIGNER).size(), "a threshold over the signers");
    require(bulletinThreshold <= keys(Role.PUBLISHER).size(), "a threshold over the publishers");
    require(recovery.threshold() <= recovery.keys().size(), "a threshold over the recovery keys");
    require(
        recovery.keys().isEmpty() || recovery.threshold() >= 1, "recovery keys without threshold");
  }

  private ObjectNode node() {
    ObjectNode node =
        DocumentType.CHARTER
            .node()
            .put("number", number)
            .put("previous", previous == null ? null : previous.hex())
            .put("issued", issued.toString())
            .put("counts_from", countsFrom.toString())
            .put("expires", expires.toString())
            .put("demo", demo);
    node.putObject("organisation")
        .put("name", StrictJson.text(organisation.name()))
        .put("contact", StrictJson.text(organisation.contact()));
    var array = node.putArray("people");
    for (Person person : people) {
      ObjectNode each =
          array
              .addObject()
              .put("name", StrictJson.text(person.name()))
              .put("key", Spelling.b64u(person.key().toArray()));
      var roles = each.putArray("roles");
      person.roles().forEach(role -> roles.add(word(role)));
    }
    node.put("threshold", threshold).put("bulletin_threshold", bulletinThreshold);
    ObjectNode last = node.putObject("recovery");
    var keys = last.putArray("keys");
    recovery.keys().forEach(key -> keys.add(Spelling.b64u(key.toArray())));
    last.put("threshold", recovery.threshold());
    return node;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static void require(boolean rule, String broken) throws MalformedException {
    if (!rule) {
      throw new MalformedException(broken);
    }
  }
}
