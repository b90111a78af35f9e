package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * The bundles of current.json, not verified. SPEC §4.7.
 *
 * @param charters from number 0
 * @param keysets every keyset that the bulletin lists
 */
public record CurrentFile(
    List<Signed> charters, Signed bulletin, List<Signed> keysets, @Nullable Signed site) {

  public static final int MAX_BYTES = 8 << 20;
  private static final String FORMAT = "current";

  public CurrentFile {
    charters = List.copyOf(charters);
    keysets = List.copyOf(keysets);
  }

  public static CurrentFile parse(byte[] bytes) throws SignedException {
    try {
      JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      CurrentFile file =
          new CurrentFile(
              fields.list("charters", Bulletin.MAX_KEYSETS, Signed::read),
              Signed.read(fields.objectNode("bulletin")),
              fields.list("keysets", Bulletin.MAX_KEYSETS, Signed::read),
              fields.isNull("site") ? null : Signed.read(fields.objectNode("site")));
      fields.finish();
      return file;
    } catch (MalformedException e) {
      throw DocumentType.badDocument(e);
    }
  }

  public byte[] bytes() {
    ObjectNode node = StrictJson.object().put("format", Labels.format(FORMAT));
    var chain = node.putArray("charters");
    charters.forEach(each -> chain.add(each.node()));
    node.set("bulletin", bulletin.node());
    var listed = node.putArray("keysets");
    keysets.forEach(each -> listed.add(each.node()));
    if (site == null) {
      node.putNull("site");
    } else {
      node.set("site", site.node());
    }
    return StrictJson.pretty(node);
  }
}
