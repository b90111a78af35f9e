package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.Known.SeenBulletin;
import org.taniq.protocol.signed.Known.SeenCharter;
import org.taniq.protocol.signed.Known.SeenSite;

/** The JSON that a reader keeps its {@link Known} in; local, never sent. */
final class KnownFile {

  private static final String FORMAT = "known";
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX = 100_000;

  private KnownFile() {}

  static Known parse(byte[] bytes) throws SignedException {
    try {
      JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      Known known =
          new Known(
              Bytes.of(fields.hex("instance", Hashes.BYTES)),
              fields.list("charters", MAX, KnownFile::readCharter),
              sights(fields.list("sights", MAX, KnownFile::readSight)),
              fields.list("bulletins", MAX, KnownFile::readBulletin),
              new HashSet<>(fields.list("withdrawn_keysets", MAX, Bulletin::readHash)),
              new HashSet<>(fields.list("withdrawn_custodians", MAX, Bulletin::readSigner)),
              fields.isNull("site") ? null : readSite(fields.object("site")));
      fields.finish();
      return known;
    } catch (MalformedException e) {
      throw DocumentType.badDocument(e);
    }
  }

  static byte[] bytes(Known known) {
    ObjectNode node =
        StrictJson.object()
            .put("format", Labels.format(FORMAT))
            .put("instance", known.instance().hex());
    var charters = node.putArray("charters");
    for (SeenCharter seen : known.charters()) {
      charters
          .addObject()
          .put("sha256", seen.sha256().hex())
          .put("waits", seen.waits() == null ? null : seen.waits().toString());
    }
    var sights = node.putArray("sights");
    for (var sight : new TreeMap<>(known.sights()).entrySet()) {
      sights
          .addObject()
          .put("sha256", sight.getKey().hex())
          .put("day", sight.getValue().toString());
    }
    var bulletins = node.putArray("bulletins");
    for (SeenBulletin seen : known.bulletins()) {
      Bytes previous = seen.previous();
      bulletins
          .addObject()
          .put("number", seen.number())
          .put("sha256", seen.sha256().hex())
          .put("previous", previous == null ? null : previous.hex());
    }
    var keysets = node.putArray("withdrawn_keysets");
    known.withdrawnKeysets().stream().sorted().forEach(each -> keysets.add(each.hex()));
    var custodians = node.putArray("withdrawn_custodians");
    known.withdrawnCustodians().stream().sorted().forEach(each -> custodians.add(each.hex()));
    @Nullable SeenSite site = known.site();
    if (site == null) {
      node.putNull("site");
    } else {
      node.putObject("site").put("version", site.version()).put("sha256", site.sha256().hex());
    }
    return StrictJson.pretty(node);
  }

  private static SeenCharter readCharter(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    SeenCharter seen =
        new SeenCharter(
            Bytes.of(fields.hex("sha256", Hashes.BYTES)),
            fields.isNull("waits") ? null : fields.date("waits"));
    fields.finish();
    return seen;
  }

  private static Map.Entry<Bytes, LocalDate> readSight(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    var sight = Map.entry(Bytes.of(fields.hex("sha256", Hashes.BYTES)), fields.date("day"));
    fields.finish();
    return sight;
  }

  private static Map<Bytes, LocalDate> sights(List<Map.Entry<Bytes, LocalDate>> list) {
    Map<Bytes, LocalDate> sights = new HashMap<>();
    list.forEach(sight -> sights.put(sight.getKey(), sight.getValue()));
    return sights;
  }

  private static SeenBulletin readBulletin(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    SeenBulletin seen =
        new SeenBulletin(
            fields.integer("number", 0, JsonFields.MAX_INTEGER),
            Bytes.of(fields.hex("sha256", Hashes.BYTES)),
            fields.isNull("previous") ? null : Bytes.of(fields.hex("previous", Hashes.BYTES)));
    fields.finish();
    return seen;
  }

  private static SeenSite readSite(JsonFields fields) throws MalformedException {
    SeenSite seen =
        new SeenSite(
            fields.integer("version", 0, JsonFields.MAX_INTEGER),
            Bytes.of(fields.hex("sha256", Hashes.BYTES)));
    fields.finish();
    return seen;
  }
}
