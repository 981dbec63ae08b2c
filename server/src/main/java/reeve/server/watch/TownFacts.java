package reeve.server.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.code.Program;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.signal.Derived;

/**
 * Turns what happens in a town into facts, and reads signals off texts where a rule wants them. It
 * remembers each account's profile and counts, as events tell them. One event at a time: the facts
 * are filled again with the next.
 */
public final class TownFacts {
  private static final Schema SCHEMA = TownEvents.SCHEMA;

  private final Derived derived;
  private final String source;
  private final String origin;
  private final Facts facts = new Facts(SCHEMA);
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, String> authors = new HashMap<>();
  private long sequence;

  /**
   * @param source under which the events are known, for example a platform's id
   * @param origin live, sample or imported
   */
  public TownFacts(Program program, String source, String origin) {
    derived = new Derived(program::reads);
    this.source = source;
    this.origin = origin;
  }

  /** An account signed up, or its profile changed. */
  public Facts account(
      String id,
      String handle,
      String displayName,
      String bio,
      String location,
      Instant createdAt,
      @Nullable Long followers,
      @Nullable Long following) {
    Person person = people.computeIfAbsent(id, Person::new);
    boolean fresh = !person.known();
    person.handle = handle;
    person.displayName = displayName;
    person.bio = bio;
    person.location = location;
    person.createdAt = createdAt;
    person.followers = followers == null ? person.followers : followers;
    person.following = following == null ? person.following : following;
    begin(fresh ? "account.created" : "account.updated", createdAt);
    account("account", person, createdAt);
    return derived();
  }

  /** A post was written. */
  public Facts post(
      String id,
      String account,
      Instant at,
      String text,
      @Nullable String language,
      String visibility,
      @Nullable String replyTo) {
    Person author = people.computeIfAbsent(account, Person::new);
    authors.put(id, account);
    begin("post.created", at);
    account("account", author, at);
    author.posts++;
    text("post.id", id);
    text("post.text", text);
    text("post.language", language);
    text("post.visibility", visibility);
    facts.set(slot("post.reply"), replyTo != null);
    facts.set(slot("post.images"), List.of());
    return derived();
  }

  /** A post was shown on; of an unknown one nothing but its id is told. */
  public Facts boost(String account, String post, Instant at) {
    begin("boost", at);
    account("account", people.computeIfAbsent(account, Person::new), at);
    String author = authors.get(post);
    if (author != null) {
      account("target", people.computeIfAbsent(author, Person::new), at);
    }
    text("post.id", post);
    return derived();
  }

  /** One account follows another. */
  public Facts follow(String account, String target, Instant at) {
    Person follower = people.computeIfAbsent(account, Person::new);
    Person followed = people.computeIfAbsent(target, Person::new);
    begin("follow", at);
    account("account", follower, at);
    account("target", followed, at);
    follower.following++;
    followed.followers++;
    return derived();
  }

  /** Somebody flagged an account. */
  public Facts report(
      String account,
      String target,
      int posts,
      String category,
      List<String> rules,
      String comment,
      Instant at) {
    begin("report", at);
    account("account", people.computeIfAbsent(account, Person::new), at);
    account("target", people.computeIfAbsent(target, Person::new), at);
    text("report.category", category);
    facts.set(slot("report.rules"), rules);
    whole("report.posts", posts);
    text("report.comment", comment);
    return derived();
  }

  private Facts derived() {
    derived.fill(facts);
    return facts;
  }

  private void begin(String kind, Instant at) {
    facts.clear(SCHEMA.kind(kind));
    text("event.id", source + "/" + sequence++);
    text("event.source", source);
    text("event.origin", origin);
    whole("event.at_ms", Math.max(0, at.toEpochMilli()));
    whole("event.hour", at.atOffset(ZoneOffset.UTC).getHour());
    facts.set(slot("event.clamped"), false);
  }

  private void account(String root, Person person, Instant at) {
    text(root + ".id", person.id);
    if (!person.known()) {
      return;
    }
    text(root + ".handle", person.handle);
    text(root + ".display_name", person.displayName);
    text(root + ".bio", person.bio);
    text(root + ".location", person.location);
    text(root + ".state", person.state);
    whole(root + ".age_s", Math.max(0, at.getEpochSecond() - person.createdAt.getEpochSecond()));
    whole(root + ".followers", person.followers);
    whole(root + ".following", person.following);
    whole(root + ".posts", person.posts);
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }

  private void text(String path, @Nullable String value) {
    if (value != null) {
      facts.set(slot(path), value);
    }
  }

  private void whole(String path, long value) {
    facts.set(slot(path), value);
  }
}
