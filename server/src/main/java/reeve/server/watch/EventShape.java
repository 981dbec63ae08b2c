package reeve.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.signal.Derived;
import reeve.signals.Normal;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * The fields of one JSON object of an event, and a matcher that finds them by the bytes of their
 * names.
 *
 * @param path what stands before the names of its fields in messages: empty, or with a dot
 */
record EventShape(String path, List<Field> fields, PropertyNameMatcher names) {
  static final int ID = 200;
  static final int HANDLE = 200;
  static final int NAME = 500;
  static final int BIO = 5_000;
  static final int TEXT = Normal.MOST;
  static final int LANGUAGE = 35;
  static final int IMAGES = 40;
  static final int COMMENT = 1_000;
  static final int RULES = 10;
  static final int RULE = 40;

  /** Of a CloudEvent's id and of its source; together they are an id of the event log. */
  static final int CLOUD_NAME = 255;

  static final EventShape ACCOUNT = account("account");
  static final EventShape TARGET = account("target");
  static final EventShape POST =
      of(
          "post",
          field("post.id", Form.ID, ID),
          field("post.text", Form.TEXT, TEXT),
          field("post.language", Form.TEXT, LANGUAGE),
          new Field(
              "post.visibility",
              Form.VISIBILITY,
              slot("post.visibility"),
              0,
              Set.of("public", "unlisted", "private", "direct")),
          field("post.reply", Form.REPLY, 0),
          new Field("post.reply_to", Form.REPLY_TO, -1, ID, Set.of()),
          field("post.images", Form.DIGESTS, IMAGES));
  static final EventShape REPORT =
      of(
          "report",
          word("report.category", "spam", "legal", "violation", "other"),
          field("report.rules", Form.NAMES, RULES),
          field("report.posts", Form.COUNT, 0),
          field("report.comment", Form.TEXT, COMMENT));

  /** The bits of the fields of an event among those of a line. */
  static final long OF_EVENT = (1L << event().length) - 1;

  /** An event. */
  static final EventShape EVENT = of("", event());

  /** An event, or a CloudEvent that holds one. */
  static final EventShape LINE = of("", Stream.concat(Stream.of(event()), cloud()));

  /** How a value is read. */
  enum Form {
    /** A text of 1 to so many characters, none of them a control character. */
    ID,
    TEXT,
    /** One of some words. */
    WORD,
    /** A word that bars some posts. */
    VISIBILITY,
    /** A SHA-256 in hex. */
    DIGEST,
    DIGESTS,
    /** Short texts. */
    NAMES,
    COUNT,
    REPLY,
    /** Derived by Reeve itself: what a sender says of it is passed over. */
    DERIVED,
    /** The id of the post that is answered, which says whether one is. */
    REPLY_TO,
    CREATED_AT,
    KIND,
    SEQUENCE,
    AT,
    ACCOUNT,
    TARGET,
    POST,
    REPORT,
    CLOUD_VERSION,
    CLOUD_ID,
    CLOUD_SOURCE,
    CLOUD_TYPE,
    CLOUD_BINARY,
    CLOUD_DATA
  }

  /**
   * A field.
   *
   * @param path as messages name it
   * @param slot where its value goes; -1 where it goes elsewhere
   * @param most characters of a text, entries of a list
   * @param words those that it may have
   */
  record Field(String path, Form form, int slot, int most, Set<String> words) {
    String name() {
      return path.substring(path.indexOf('.') + 1);
    }
  }

  private static EventShape account(String root) {
    return of(
        root,
        field(root + ".id", Form.ID, ID),
        field(root + ".handle", Form.TEXT, HANDLE),
        field(root + ".display_name", Form.TEXT, NAME),
        field(root + ".bio", Form.TEXT, BIO),
        field(root + ".location", Form.TEXT, NAME),
        field(root + ".fields", Form.TEXT, BIO),
        field(root + ".avatar", Form.DIGEST, 0),
        word(root + ".state", "pending", "active", "limited", "suspended"),
        new Field(root + ".created_at", Form.CREATED_AT, slot(root + ".age_s"), 0, Set.of()),
        field(root + ".age_s", Form.DERIVED, 0),
        field(root + ".followers", Form.COUNT, 0),
        field(root + ".following", Form.COUNT, 0),
        field(root + ".posts", Form.COUNT, 0));
  }

  private static Field[] event() {
    return new Field[] {
      new Field("kind", Form.KIND, -1, ID, Set.of()),
      plain("sequence", Form.SEQUENCE),
      plain("at", Form.AT),
      plain("account", Form.ACCOUNT),
      plain("target", Form.TARGET),
      plain("post", Form.POST),
      plain("report", Form.REPORT)
    };
  }

  private static Stream<Field> cloud() {
    return Stream.of(
        new Field("specversion", Form.CLOUD_VERSION, -1, 0, Set.of("1.0")),
        new Field("id", Form.CLOUD_ID, -1, CLOUD_NAME, Set.of()),
        new Field("source", Form.CLOUD_SOURCE, -1, CLOUD_NAME, Set.of()),
        new Field("type", Form.CLOUD_TYPE, -1, CLOUD_NAME, Set.of()),
        plain("data_base64", Form.CLOUD_BINARY),
        plain("data", Form.CLOUD_DATA));
  }

  private static Field field(String path, Form form, int most) {
    return new Field(path, form, slot(path), most, Set.of());
  }

  private static Field word(String path, String... words) {
    return new Field(path, Form.WORD, slot(path), 0, Set.of(words));
  }

  private static Field plain(String name, Form form) {
    return new Field(name, form, -1, 0, Set.of());
  }

  private static int slot(String path) {
    return TownEvents.SCHEMA.at(path).index();
  }

  /** With what Reeve derives beside what is told. */
  private static EventShape of(String root, Field... told) {
    List<Field> fields = new ArrayList<>(List.of(told));
    for (Slot slot : TownEvents.SCHEMA.fields(root)) {
      if (Derived.is(slot)) {
        fields.add(field(slot.path(), Form.DERIVED, 0));
      }
    }
    return of(root, fields.stream());
  }

  private static EventShape of(String root, Stream<Field> all) {
    List<Field> fields = all.toList();
    return new EventShape(
        root.isEmpty() ? "" : root + ".",
        fields,
        new JsonFactory()
            .constructNameMatcher(
                fields.stream().map(field -> Named.fromString(field.name())).toList(), false));
  }
}
