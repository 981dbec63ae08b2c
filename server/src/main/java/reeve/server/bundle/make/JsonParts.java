package reeve.server.bundle.make;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.record.CanonicalJson;

/** The bundle for programs: canonical JSON (RFC 8785), written item by item. */
final class JsonParts {
  private JsonParts() {}

  static byte[] about(About about, Spool spool) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("format", 1);
    json.put("bundle", about.number());
    json.put("case", about.caseNumber());
    json.put("platform", about.platform());
    json.put("account", about.account());
    json.put("handle", about.handle());
    json.put("origin", about.origin());
    json.put("scope", about.scope());
    json.put("source", about.source());
    json.put("madeAt", about.madeAt().toString());
    json.put("madeBy", about.madeBy());
    json.put("tool", About.TOOL);
    json.put("version", about.version());
    json.put("items", spool.size());
    json.put("pictures", spool.pictures().size());
    json.put(
        "copiesEndedAt", about.copiesEndedAt() == null ? null : about.copiesEndedAt().toString());
    json.put("cut", about.cut());
    return CanonicalJson.bytes(json);
  }

  static void items(OutputStream to, About about, Spool spool) throws IOException {
    for (int i = 0; i < spool.size(); i++) {
      to.write(i == 0 ? '[' : ',');
      to.write(CanonicalJson.bytes(item(i + 1, spool.item(i), about, spool)));
    }
    to.write(spool.size() == 0 ? "[]".getBytes(java.nio.charset.StandardCharsets.US_ASCII) : end());
  }

  private static byte[] end() {
    return new byte[] {']'};
  }

  private static Map<String, @Nullable Object> item(
      int number, Item item, About about, Spool spool) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("kind", item.kind());
    json.put("id", item.id());
    json.put("url", item.url());
    json.put("at", item.at().toString());
    json.put(
        "copied", Map.of("from", item.copiedFrom().toString(), "to", item.copiedTo().toString()));
    json.put("method", Item.METHOD);
    json.put("tool", About.TOOL);
    json.put("version", about.version());
    json.put("collector", about.source());
    json.put("deletedAt", item.deletedAt() == null ? null : item.deletedAt().toString());
    json.put("sealed", item.sealed());
    json.put("sha256", item.sealed() ? null : Digests.sha256(Spool.canonical(item)));
    json.put("words", item.sealed() ? null : item.words());
    json.put(
        "pictures", item.pictures().stream().map(spool::picture).map(JsonParts::picture).toList());
    return json;
  }

  private static Map<String, @Nullable Object> picture(Picture picture) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", picture.state().word());
    if (picture.state() != Picture.State.SEALED) {
      json.put("sha256", picture.sha256());
    }
    if (picture.kept()) {
      json.put("file", picture.path());
      json.put("type", picture.type());
      json.put("bytes", picture.bytes());
    }
    return json;
  }

  static byte[] custody(List<Step> steps) {
    return CanonicalJson.bytes(
        steps.stream()
            .map(step ->
                Map.of(
                    "at", step.at().toString(),
                    "who", step.who(),
                    "what", step.what(),
                    "tool", step.tool(),
                    "version", step.version()))
            .toList());
  }
}
