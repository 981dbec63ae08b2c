package reeve.server.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.rules.count.EventTime;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.watch.signal.Derived;

/**
 * What rules read of a platform's events: each with the account as it was then, as {@link People}
 * tell it, which it changes on the way. Private and direct posts, and what a reporter flagged of
 * them, never get here.
 */
final class StreamFacts {
  private static final Schema SCHEMA = TownEvents.SCHEMA;
  private static final Account ACCOUNT = Account.of("account");
  private static final Account TARGET = Account.of("target");

  private final Facts facts = new Facts(SCHEMA);
  private final People.Gathered people;
  private final Derived derived;
  private final long arrival;

  /**
   * Facts of one batch.
   *
   * @param derived fills what rules read off others
   * @param arrival when the batch came, milliseconds since 1970
   */
  StreamFacts(People.Gathered people, Derived derived, long arrival) {
    this.people = people;
    this.derived = derived;
    this.arrival = arrival;
  }

  /** The accounts that an event names, to be loaded before. */
  static List<String> named(Event event) {
    return switch (event) {
      case Event.AccountCreated e -> List.of(e.profile().account().nativeId());
      case Event.AccountUpdated e -> List.of(e.profile().account().nativeId());
      case Event.PostCreated e -> List.of(e.post().author().nativeId());
      case Event.PostDeleted e -> List.of(e.author().nativeId());
      case Event.Boosted e -> List.of(e.account().nativeId(), e.author().nativeId());
      case Event.Followed e -> List.of(e.account().nativeId(), e.target().nativeId());
      case Event.ReportFiled e -> List.of(e.reporter().nativeId(), e.subject().nativeId());
      case Event.Captured e -> List.of(e.profile().account().nativeId());
      case Event.AppealFiled _, Event.AuthorityWrote _, Event.HoldEnded _, Event.Unreadable _ ->
          List.of();
    };
  }

  /** The event as rules read it, good until the next one; null where it is none for rules. */
  @Nullable Facts of(Event event) {
    return switch (event) {
      case Event.AccountCreated e -> profile("account.created", e.meta(), e.profile());
      case Event.AccountUpdated e -> profile("account.updated", e.meta(), e.profile());
      case Event.PostCreated e -> post(e);
      case Event.PostDeleted e -> deleted(e);
      case Event.Boosted e -> boost(e);
      case Event.Followed e -> follow(e);
      case Event.ReportFiled e -> report(e);
      case Event.Captured e -> {
        people.profile(e.profile());
        yield null;
      }
      case Event.AppealFiled _, Event.AuthorityWrote _, Event.HoldEnded _, Event.Unreadable _ ->
          null;
    };
  }

  private Facts profile(String kind, Event.Meta meta, reeve.server.platform.Profile profile) {
    people.profile(profile);
    begin(kind, meta);
    ACCOUNT.set(person(profile.account()), meta.at(), facts);
    derived.fill(facts);
    return facts;
  }

  private @Nullable Facts post(Event.PostCreated event) {
    Post post = event.post();
    if (!shown(post)) {
      return null;
    }
    begin("post.created", event.meta());
    Person author = people.change(post.author().nativeId());
    ACCOUNT.set(author, event.meta().at(), facts);
    author.posts++;
    set("post.id", post.post().nativeId());
    set("post.text", post.text());
    if (post.language() != null) {
      set("post.language", post.language());
    }
    set("post.visibility", post.visibility().name().toLowerCase(Locale.ROOT));
    facts.set(slot("post.length"), (long) post.text().codePointCount(0, post.text().length()));
    facts.set(slot("post.reply"), post.replyTo() != null);
    facts.set(slot("post.mentions"), post.mentions().stream().map(AccountRef::nativeId).toList());
    facts.set(slot("post.images"), post.media().stream().map(Post.Media::sha256).toList());
    derived.fill(facts);
    return facts;
  }

  private static boolean shown(Post post) {
    return switch (post.visibility()) {
      case PUBLIC, UNLISTED -> true;
      case PRIVATE, DIRECT -> false;
    };
  }

  private Facts deleted(Event.PostDeleted event) {
    begin("post.deleted", event.meta());
    Person author = people.change(event.author().nativeId());
    author.posts = Math.max(0, author.posts - 1);
    ACCOUNT.set(author, event.meta().at(), facts);
    set("post.id", event.post().nativeId());
    derived.fill(facts);
    return facts;
  }

  private Facts boost(Event.Boosted event) {
    begin("boost", event.meta());
    ACCOUNT.set(person(event.account()), event.meta().at(), facts);
    TARGET.set(person(event.author()), event.meta().at(), facts);
    set("post.id", event.post().nativeId());
    derived.fill(facts);
    return facts;
  }

  private Facts follow(Event.Followed event) {
    begin("follow", event.meta());
    Person follower = people.change(event.account().nativeId());
    Person followed = people.change(event.target().nativeId());
    ACCOUNT.set(follower, event.meta().at(), facts);
    TARGET.set(followed, event.meta().at(), facts);
    follower.following++;
    followed.followers++;
    derived.fill(facts);
    return facts;
  }

  private Facts report(Event.ReportFiled event) {
    begin("report", event.meta());
    ACCOUNT.set(person(event.reporter()), event.meta().at(), facts);
    TARGET.set(person(event.subject()), event.meta().at(), facts);
    set("report.category", event.category().name().toLowerCase(Locale.ROOT));
    facts.set(slot("report.rules"), event.rules().stream().sorted().toList());
    facts.set(slot("report.posts"), (long) event.posts().size());
    set("report.comment", event.comment());
    derived.fill(facts);
    return facts;
  }

  /** A decision, or that it was taken back. */
  Facts decision(Ruling ruling) {
    String source = ruling.account().platform().value();
    begin("decision", source, id(ruling), ruling.at(), ruling.origin());
    ACCOUNT.set(person(ruling.account()), ruling.at(), facts);
    if (ruling.clause() != null) {
      set("decision.clause", ruling.clause().toString());
    }
    facts.set(slot("decision.measures"), ruling.measures());
    if (ruling.source() != null) {
      set("decision.source", ruling.source().text());
    }
    facts.set(slot("decision.overturned"), ruling.overturned());
    derived.fill(facts);
    return facts;
  }

  /** The id of the event among those of its account's platform. */
  static String id(Ruling ruling) {
    return "decision-" + ruling.record();
  }

  private void begin(String kind, Event.Meta meta) {
    begin(kind, meta.source().value(), meta.position(), meta.at(), meta.origin());
  }

  private void begin(String kind, String source, String id, Instant at, Origin origin) {
    facts.clear(SCHEMA.kind(kind));
    EventTime time = EventTime.of(at.toEpochMilli(), arrival);
    set("event.id", source + "/" + id);
    set("event.source", source);
    set("event.origin", origin.name().toLowerCase(Locale.ROOT));
    facts.set(slot("event.at_ms"), time.millis());
    facts.set(
        slot("event.hour"),
        (long) Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC).getHour());
    facts.set(slot("event.clamped"), time.clamped());
  }

  private Person person(AccountRef account) {
    return people.get(account.nativeId());
  }

  private void set(String path, String value) {
    facts.set(slot(path), value);
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }

  /** The slots of one of the two accounts that an event may name. */
  private record Account(
      int id,
      int handle,
      int displayName,
      int bio,
      int location,
      int fields,
      int avatar,
      int state,
      int age,
      int followers,
      int following,
      int posts) {
    static Account of(String root) {
      return new Account(
          slot(root + ".id"),
          slot(root + ".handle"),
          slot(root + ".display_name"),
          slot(root + ".bio"),
          slot(root + ".location"),
          slot(root + ".fields"),
          slot(root + ".avatar"),
          slot(root + ".state"),
          slot(root + ".age_s"),
          slot(root + ".followers"),
          slot(root + ".following"),
          slot(root + ".posts"));
    }

    void set(Person person, Instant at, Facts facts) {
      facts.set(id, person.id);
      if (!person.known()) {
        return;
      }
      facts.set(handle, person.handle);
      facts.set(displayName, person.displayName);
      facts.set(bio, person.bio);
      facts.set(location, person.location);
      facts.set(fields, person.fields);
      if (person.avatar != null) {
        facts.set(avatar, person.avatar);
      }
      facts.set(state, person.state);
      facts.set(age, Math.max(0, at.getEpochSecond() - person.createdAt.getEpochSecond()));
      facts.set(followers, person.followers);
      facts.set(following, person.following);
      facts.set(posts, person.posts);
    }
  }
}
