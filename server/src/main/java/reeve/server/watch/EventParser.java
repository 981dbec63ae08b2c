package reeve.server.watch;

import org.jspecify.annotations.Nullable;
import reeve.rules.count.EventTime;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.EventShape.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads one event after the other straight into facts, where it stays until the next is read.
 * Whether an event is refused depends on nothing but its own bytes, so that a batch that is sent
 * again is answered as before. Of one thread.
 */
final class EventParser {
  private static final Schema SCHEMA = TownEvents.SCHEMA;
  private static final int AT = slot("event.at_ms");
  private static final int HOUR = slot("event.hour");
  private static final int CLAMPED = slot("event.clamped");
  private static final int AGE = slot("account.age_s");
  private static final int TARGET_AGE = slot("target.age_s");
  private static final int REPLY = slot("post.reply");
  private static final long HOUR_MS = 3_600_000;

  private final Facts facts = new Facts(SCHEMA);
  private final EventsRead.Tally tally;
  private @Nullable EventNeeds kind;
  private long at;
  private long created;
  private long targetCreated;
  private int objects;
  private long sequence;
  private boolean saysReply;

  /** Attributes of a CloudEvent. */
  private @Nullable String cloudVersion;

  private @Nullable String cloudId;
  private @Nullable String cloudSource;
  private @Nullable String cloudType;
  private boolean hasData;

  EventParser(EventsRead.Tally tally) {
    this.tally = tally;
  }

  /**
   * Reads an object, at whose start the parser stands, to its end.
   *
   * @param arrival when it came in, milliseconds since 1970
   * @throws BadEvent with the parser within the object
   */
  Facts read(JsonParser parser, long arrival) {
    facts.clear(0);
    kind = null;
    at = Timestamp.NONE;
    created = Timestamp.NONE;
    targetCreated = Timestamp.NONE;
    objects = 0;
    sequence = -1;
    saysReply = false;
    cloudVersion = null;
    cloudId = null;
    cloudSource = null;
    cloudType = null;
    hasData = false;
    long seen = object(parser, EventShape.LINE);
    if (hasData && (seen & EventShape.OF_EVENT) != 0) {
      throw new BadEvent(
          EventProblem.WRONG_VALUE,
          "The fields of an event stand in 'data' and beside it. Leave them in 'data' alone.");
    }
    finish(arrival);
    return facts;
  }

  /** The sequence that the event says; -1 where it says none. */
  long sequence() {
    return sequence;
  }

  /** Its id where it came as a CloudEvent: that one's source and id, which together are unique. */
  @Nullable String cloudId() {
    return cloudVersion == null ? null : cloudSource + " " + cloudId;
  }

  /** Returns a bit for each field of the shape that is there. */
  private long object(JsonParser parser, EventShape shape) {
    long seen = 0;
    PropertyNameMatcher names = shape.names();
    int i = parser.nextNameMatch(names);
    while (i != PropertyNameMatcher.MATCH_END_OBJECT) {
      if (i < 0) {
        tally.ignored(shape.path(), parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      } else {
        Field field = shape.fields().get(i);
        if ((seen & 1L << i) != 0) {
          throw new BadEvent(
              EventProblem.TWICE, "'%s' stands there twice. Send it once.".formatted(field.path()));
        }
        seen |= 1L << i;
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          value(parser, field);
        } else if (field.form() == EventShape.Form.REPLY_TO) {
          answers(false);
        }
      }
      i = parser.nextNameMatch(names);
    }
    return seen;
  }

  private void value(JsonParser parser, Field field) {
    int slot = field.slot();
    switch (field.form()) {
      case ID -> facts.set(slot, EventValues.id(parser, field, field.most()));
      case TEXT -> facts.set(slot, EventValues.text(parser, field, field.most()));
      case WORD -> facts.set(slot, EventValues.word(parser, field));
      case VISIBILITY -> facts.set(slot, seen(EventValues.word(parser, field)));
      case DIGEST -> facts.set(slot, EventValues.digest(parser, field));
      case DIGESTS -> facts.set(slot, EventValues.list(parser, field, true));
      case NAMES -> facts.set(slot, EventValues.list(parser, field, false));
      case COUNT -> facts.set(slot, EventValues.count(parser, field));
      case REPLY -> reply(EventValues.flag(parser, field));
      case REPLY_TO -> {
        EventValues.id(parser, field, field.most());
        answers(true);
      }
      case CREATED_AT -> {
        long time = EventValues.time(parser, field);
        created = slot == AGE ? time : created;
        targetCreated = slot == TARGET_AGE ? time : targetCreated;
      }
      case KIND -> kind = kind(EventValues.text(parser, field, field.most()));
      case SEQUENCE -> sequence = EventValues.count(parser, field);
      case AT -> at = EventValues.time(parser, field);
      case ACCOUNT -> object(parser, field, EventShape.ACCOUNT);
      case TARGET -> object(parser, field, EventShape.TARGET);
      case POST -> object(parser, field, EventShape.POST);
      case REPORT -> object(parser, field, EventShape.REPORT);
      case DERIVED -> {
        tally.ignored("", field.path());
        parser.skipChildren();
      }
      case CLOUD_VERSION -> cloudVersion = EventValues.word(parser, field);
      case CLOUD_ID -> cloudId = EventValues.id(parser, field, field.most());
      case CLOUD_SOURCE -> cloudSource = EventValues.id(parser, field, field.most());
      case CLOUD_TYPE -> cloudType = EventValues.id(parser, field, field.most());
      case CLOUD_BINARY -> throw EventValues.wrong(field, "is not taken. Send 'data' as JSON");
      case CLOUD_DATA -> {
        start(parser, field);
        hasData = true;
        object(parser, EventShape.EVENT);
      }
    }
  }

  private void object(JsonParser parser, Field field, EventShape shape) {
    start(parser, field);
    objects |= 1 << EventNeeds.OBJECTS.indexOf(field.path());
    object(parser, shape);
  }

  private static void start(JsonParser parser, Field field) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw EventValues.wrongType(parser, field, "an object");
    }
  }

  private static EventNeeds kind(String name) {
    EventNeeds found = EventNeeds.BY_KIND.get(name);
    if (found == null) {
      throw new BadEvent(
          EventProblem.UNKNOWN_KIND,
          "'kind' is none that a platform tells. There are "
              + String.join(", ", EventNeeds.BY_KIND.keySet())
              + ".");
    }
    return found;
  }

  private static String seen(String visibility) {
    if (visibility.equals("private") || visibility.equals("direct")) {
      throw new BadEvent(
          EventProblem.PRIVATE_POST,
          "Private and direct posts reach no rule. Do not send them; they are not kept.");
    }
    return visibility;
  }

  private void reply(boolean value) {
    if (!saysReply) {
      facts.set(REPLY, value);
    }
  }

  private void answers(boolean value) {
    saysReply = true;
    facts.set(REPLY, value);
  }

  private void finish(long arrival) {
    cloudEvent();
    EventNeeds needs = kind;
    if (needs == null) {
      throw EventNeeds.missing("kind");
    }
    if (at == Timestamp.NONE) {
      throw EventNeeds.missing("at");
    }
    needs.check(facts, objects);
    EventTime time = EventTime.of(at, arrival);
    facts.as(needs.kind());
    facts.set(AT, time.millis());
    facts.set(HOUR, time.millis() / HOUR_MS % 24);
    facts.set(CLAMPED, time.clamped());
    age(AGE, created, time.millis());
    age(TARGET_AGE, targetCreated, time.millis());
  }

  private void age(int slot, long since, long now) {
    if (since != Timestamp.NONE) {
      facts.set(slot, Math.max(0, (now - since) / 1_000));
    }
  }

  private void cloudEvent() {
    if (cloudVersion != null) {
      String lacks =
          cloudId == null
              ? "id"
              : cloudSource == null
                  ? "source"
                  : cloudType == null ? "type" : hasData ? null : "data";
      if (lacks != null) {
        throw EventNeeds.missing(lacks);
      }
    } else if (cloudId != null || cloudSource != null || cloudType != null || hasData) {
      throw new BadEvent(
          EventProblem.MISSING,
          "'specversion' is missing: 'id', 'source', 'type' and 'data' are those of a CloudEvent. An"
              + " event without it has a sequence instead.");
    }
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }
}
