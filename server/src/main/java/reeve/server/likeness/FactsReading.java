package reeve.server.likeness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Standing;

/** Reads an event of the log as the index takes it. Of one thread. */
final class FactsReading {
  private static final Schema SCHEMA = TownEvents.SCHEMA;

  /** Longer ids are no account's. */
  private static final int NAME_MOST = 512;

  private static final int POST_CREATED = SCHEMA.kind("post.created");
  private static final int POST_DELETED = SCHEMA.kind("post.deleted");
  private static final int CREATED = SCHEMA.kind("account.created");
  private static final int UPDATED = SCHEMA.kind("account.updated");
  private static final int FOLLOW = SCHEMA.kind("follow");
  private static final int BOOST = SCHEMA.kind("boost");
  private static final int DECISION = SCHEMA.kind("decision");

  private static final int SOURCE = slot("event.source");
  private static final int ORIGIN = slot("event.origin");
  private static final int AT = slot("event.at_ms");
  private static final int ACCOUNT = slot("account.id");
  private static final int HANDLE = slot("account.handle");
  private static final int DISPLAY = slot("account.display_name");
  private static final int BIO = slot("account.bio");
  private static final int FIELDS = slot("account.fields");
  private static final int AVATAR = slot("account.avatar");
  private static final int STATE = slot("account.state");
  private static final int AGE = slot("account.age_s");
  private static final int FOLLOWERS = slot("account.followers");
  private static final int FOLLOWING = slot("account.following");
  private static final int POSTS = slot("account.posts");
  private static final int TARGET = slot("target.id");
  private static final int POST = slot("post.id");
  private static final int TEXT = slot("post.text");
  private static final int LANGUAGE = slot("post.language");
  private static final int MENTIONS = slot("post.mentions");
  private static final int IMAGES = slot("post.images");
  private static final int CLAUSE = slot("decision.clause");
  private static final int MEASURES = slot("decision.measures");
  private static final int OVERTURNED = slot("decision.overturned");

  private final Facts facts;

  FactsReading(Facts facts) {
    this.facts = facts;
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }

  /** What the index takes of the event: nothing, or one thing. */
  Optional<Observed> observed() {
    String account = name(ACCOUNT);
    if (account == null) {
      return Optional.empty();
    }
    int kind = facts.kind();
    if (kind == POST_CREATED && facts.has(POST)) {
      return Optional.of(posted(account));
    }
    if (kind == POST_DELETED && facts.has(POST)) {
      return Optional.of(new Observed.Deleted(account, text(POST)));
    }
    if (kind == BOOST && facts.has(POST)) {
      return Optional.of(new Observed.Boosted(account, at(), Named.of(platform(), text(POST))));
    }
    if (kind == FOLLOW) {
      String target = name(TARGET);
      return target == null
          ? Optional.empty()
          : Optional.of(new Observed.Followed(account, target));
    }
    if ((kind == CREATED || kind == UPDATED) && facts.has(HANDLE)) {
      return Optional.of(described(account));
    }
    return Optional.empty();
  }

  private Observed posted(String account) {
    List<String> mentions = new ArrayList<>();
    for (String mentioned : list(MENTIONS)) {
      mentions.add(Named.of(platform(), mentioned));
    }
    return new Observed.Posted(
        account,
        at(),
        text(POST),
        text(TEXT),
        facts.has(LANGUAGE) ? facts.text(LANGUAGE) : null,
        mentions,
        list(IMAGES));
  }

  private Observed described(String account) {
    return new Observed.Described(
        account,
        text(HANDLE),
        text(DISPLAY),
        text(BIO),
        text(FIELDS),
        facts.has(AVATAR) ? facts.text(AVATAR) : null,
        at().minusSeconds(number(AGE)),
        number(FOLLOWERS),
        number(FOLLOWING),
        number(POSTS));
  }

  /** What it tells of how people left the account; empty where it changes nothing of that. */
  Optional<Standings.Word> word() {
    AccountRef account = facts.kind() == DECISION ? account() : null;
    if (account == null) {
      return Optional.empty();
    }
    boolean overturned = facts.has(OVERTURNED) && facts.bool(OVERTURNED);
    boolean suspends = list(MEASURES).stream().anyMatch(it -> it.startsWith("suspend"));
    boolean nothing = !facts.has(CLAUSE) && list(MEASURES).isEmpty();
    String clause = facts.has(CLAUSE) ? facts.text(CLAUSE) : null;
    if (overturned) {
      return Optional.of(new Standings.Word(account, Standing.NONE, null, at(), true));
    }
    if (suspends) {
      return Optional.of(new Standings.Word(account, Standing.SUSPENDED, clause, at(), false));
    }
    // A report on who is suspended may be dismissed; that clears nobody.
    return nothing && !suspended()
        ? Optional.of(new Standings.Word(account, Standing.CLEARED, null, at(), false))
        : Optional.empty();
  }

  /** Whether what the account says of itself may have changed. */
  boolean describes() {
    return facts.kind() == CREATED || facts.kind() == UPDATED;
  }

  boolean posts() {
    return facts.kind() == POST_CREATED;
  }

  boolean suspended() {
    return facts.has(STATE) && facts.text(STATE).equals("suspended");
  }

  /** Seconds since sign-up; -1 where nobody told. */
  long age() {
    return facts.has(AGE) ? facts.integer(AGE) : -1;
  }

  /** How many posts it had written before the event; -1 where nobody told. */
  long written() {
    return facts.has(POSTS) ? facts.integer(POSTS) : -1;
  }

  Origin origin() {
    return facts.has(ORIGIN)
        ? Origin.valueOf(facts.text(ORIGIN).toUpperCase(Locale.ROOT))
        : Origin.LIVE;
  }

  Instant at() {
    return Instant.ofEpochMilli(number(AT));
  }

  @Nullable AccountRef account() {
    String name = name(ACCOUNT);
    return name == null ? null : Named.account(name).orElse(null);
  }

  private String platform() {
    String source = text(SOURCE);
    int colon = source.indexOf(':');
    return colon < 0 ? source : source.substring(0, colon);
  }

  private @Nullable String name(int slot) {
    String name = facts.has(slot) ? Named.of(platform(), facts.text(slot)) : null;
    return name == null || name.length() > NAME_MOST ? null : name;
  }

  private String text(int slot) {
    return facts.has(slot) ? facts.text(slot) : "";
  }

  private long number(int slot) {
    return facts.has(slot) ? facts.integer(slot) : 0;
  }

  private List<String> list(int slot) {
    return facts.has(slot) ? facts.list(slot) : List.of();
  }
}
