package reeve.rules.schema;

/**
 * The events of a town square, as rules read them. Private and direct posts are not among them.
 * Ages and times are of the moment of the event; a field that the platform did not tell is missing.
 */
public final class TownEvents {
  /** The schema. */
  public static final Schema SCHEMA = schema();

  private TownEvents() {}

  private static Schema schema() {
    Schema.Builder schema = Schema.builder();
    event(schema);
    account(schema, "account", "who did it; of a decision, whom it is about");
    post(schema);
    account(schema, "target", "who is followed, whose post is boosted, or who is reported");
    report(schema);
    decision(schema);
    return schema
        .kind("post.created", "event", "account", "post")
        .kind("post.deleted", "event", "account", "post")
        .kind("account.created", "event", "account")
        .kind("account.updated", "event", "account")
        .kind("follow", "event", "account", "target")
        .kind("boost", "event", "account", "target", "post")
        .kind("report", "event", "account", "target", "report")
        .kind("decision", "event", "account", "decision")
        .build();
  }

  private static void event(Schema.Builder schema) {
    schema
        .field("event.id", Slot.Type.TEXT, "source and sequence, unique")
        .field(
            "event.source",
            Slot.Type.TEXT,
            "the platform that told, or platform:key where a program did")
        .field("event.origin", Slot.Type.TEXT, "live, sample or imported")
        .field("event.at_ms", Slot.Type.INT, "when it happened, milliseconds since 1970 UTC")
        .field("event.hour", Slot.Type.INT, "hour of the day, UTC, 0 to 23")
        .field(
            "event.clamped",
            Slot.Type.BOOL,
            "whether its time lay ahead and was set to its arrival");
  }

  private static void account(Schema.Builder schema, String root, String who) {
    schema
        .field(root + ".id", Slot.Type.TEXT, "the platform's id of " + who)
        .field(root + ".handle", Slot.Type.TEXT, "the name that others mention, without @")
        .field(
            root + ".stem",
            Slot.Type.TEXT,
            "the handle in lower case, trailing digits and _ dropped")
        .searched(root + ".display_name", "the name shown")
        .searched(root + ".bio", "what the profile says")
        .searched(root + ".location", "the place that the profile names")
        .searched(root + ".fields", "the fields of the profile, a line each: name and value")
        .field(root + ".avatar", Slot.Type.TEXT, "SHA-256 of the picture, hex; missing without one")
        .field(root + ".state", Slot.Type.TEXT, "pending, active, limited or suspended")
        .field(root + ".age_s", Slot.Type.INT, "seconds since sign-up")
        .field(root + ".followers", Slot.Type.INT, "how many accounts follow it")
        .field(root + ".following", Slot.Type.INT, "how many accounts it follows")
        .field(root + ".posts", Slot.Type.INT, "how many posts it wrote");
  }

  private static void post(Schema.Builder schema) {
    schema
        .field("post.id", Slot.Type.TEXT, "the platform's id")
        .searched("post.text", "what it says, plain text")
        .field("post.language", Slot.Type.TEXT, "as its author's client said, for example en")
        .field("post.visibility", Slot.Type.TEXT, "public or unlisted")
        .field("post.length", Slot.Type.INT, "code points of the text")
        .field("post.reply", Slot.Type.BOOL, "whether it answers another post")
        .field("post.mentions", Slot.Type.TEXTS, "ids of the accounts that it mentions")
        .field("post.hashtags", Slot.Type.TEXTS, "lower case, without #")
        .field("post.links", Slot.Type.TEXTS, "whole links")
        .field("post.hosts", Slot.Type.TEXTS, "hosts of the links, lower case, without www.")
        .field("post.invites", Slot.Type.TEXTS, "links into messengers and groups, host and path")
        .field("post.images", Slot.Type.TEXTS, "SHA-256 of the pictures, hex")
        .field(
            "post.fingerprint",
            Slot.Type.TEXT,
            "hash of the normalised text without links, mentions and digits; missing without text");
  }

  private static void report(Schema.Builder schema) {
    schema
        .field("report.category", Slot.Type.TEXT, "spam, legal, violation or other")
        .field("report.rules", Slot.Type.TEXTS, "ids of the square rules named")
        .field("report.posts", Slot.Type.INT, "how many posts are flagged")
        .searched("report.comment", "what the reporter wrote");
  }

  private static void decision(Schema.Builder schema) {
    schema
        .field(
            "decision.clause", Slot.Type.TEXT, "for example spam/bulk; missing without violation")
        .field("decision.measures", Slot.Type.TEXTS, "for example suspend; empty without violation")
        .field("decision.source", Slot.Type.TEXT, "report, proactive or from-report")
        .field("decision.overturned", Slot.Type.BOOL, "whether this tells that it was taken back");
  }
}
