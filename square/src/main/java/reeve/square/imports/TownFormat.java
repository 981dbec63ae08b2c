package reeve.square.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import reeve.square.base.Origin;
import reeve.square.base.Visibility;
import tools.jackson.databind.JsonNode;

/** The town format itself (docs/events.md). */
final class TownFormat implements LineParser {
  private final JsonLines json = new JsonLines();

  /**
   * What the first line says.
   *
   * @param origin {@code sample} or {@code imported}
   */
  record Header(String name, Origin origin) {}

  /** Reads the first line of a file, which names the town. */
  Header header(LineReader lines) throws IOException, Refused {
    LineReader.Line first = lines.next();
    if (first == null) {
      throw new Refused(Reason.MISSING_FIELD, "town");
    }
    Fields fields = new Fields(json.parse(first));
    if (!"town".equals(fields.need("type")) || !"1".equals(fields.need("version"))) {
      throw new Refused(Reason.BAD_FIELD, "type");
    }
    return new Header(fields.need("name"), fields.word("origin", Origin.class));
  }

  @Override
  public void parse(LineReader lines, Sink sink) throws IOException {
    for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
      if (JsonLines.blank(line)) {
        continue;
      }
      try {
        JsonNode node = json.parse(line);
        Fields fields = new Fields(node);
        if (!"town".equals(fields.need("type"))) {
          sink.line(line.number(), line(fields));
        }
      } catch (Refused why) {
        sink.reject(line.number(), why);
      }
    }
  }

  private static TownLine line(Fields fields) throws Refused {
    return switch (fields.need("type")) {
      case "account" -> account(fields);
      case "post" -> post(fields);
      case "boost" ->
          new TownLine.Boost(fields.need("account"), fields.need("post"), fields.time("at"));
      case "favourite" ->
          new TownLine.Favourite(fields.need("account"), fields.need("post"), fields.time("at"));
      case "follow" ->
          new TownLine.Follow(fields.need("account"), fields.need("target"), fields.time("at"));
      case "report" -> report(fields);
      default -> throw new Refused(Reason.UNKNOWN_TYPE, "type");
    };
  }

  private static TownLine account(Fields fields) throws Refused {
    List<TownLine.Field> profile = new ArrayList<>();
    for (JsonNode field : fields.list("fields")) {
      Fields pair = new Fields(field);
      profile.add(new TownLine.Field(pair.need("name"), pair.textOr("value", "")));
    }
    String handle = fields.need("handle");
    return new TownLine.Account(
        fields.need("id"),
        handle,
        fields.textOr("displayName", handle),
        fields.textOr("bio", ""),
        fields.textOr("location", ""),
        profile,
        fields.text("avatar"),
        fields.time("createdAt"),
        fields.text("language"),
        fields.flag("locked"),
        fields.text("client"),
        fields.count("followers"),
        fields.count("following"));
  }

  private static TownLine post(Fields fields) throws Refused {
    List<TownLine.Picture> media = new ArrayList<>();
    for (JsonNode picture : fields.list("media")) {
      Fields pair = new Fields(picture);
      media.add(new TownLine.Picture(pair.need("file"), pair.textOr("description", "")));
    }
    return new TownLine.Post(
        fields.need("id"),
        fields.need("account"),
        fields.time("at"),
        fields.textOr("text", ""),
        fields.text("language"),
        fields.word("visibility", Visibility.class),
        fields.text("replyTo"),
        media,
        fields.text("client"));
  }

  private static TownLine report(Fields fields) throws Refused {
    return new TownLine.Report(
        fields.need("id"),
        fields.need("account"),
        fields.need("target"),
        fields.texts("posts"),
        fields.word("category", TownLine.Category.class),
        fields.texts("rules"),
        fields.textOr("comment", ""),
        fields.time("at"));
  }
}
