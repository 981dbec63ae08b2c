package reeve.server.watch.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;

/** Events for the tests of the log, and a clock. */
final class LogTown implements InstantSource {
  static final Schema SCHEMA = TownEvents.SCHEMA;
  static final LogSettings SMALL =
      new LogSettings(1 << 16, Duration.ofHours(1), Duration.ofDays(90), 1 << 30, 100);

  private static final List<String> ODD =
      List.of(
          "",
          "plain",
          "tr\u00e8s dr\u00f4le",
          "\u0000\u0007\n",
          "\u05e9\u05dc\u05d5\u05dd \u202e\u0633\u0644\u0627\u0645",
          "\ud83d\udc7b\ud83c\udff4\u200d\u2620\ufe0f",
          "half \ud800",
          "\udc00 other half",
          "swapped \udc00\ud800 pair",
          "\uffff\ufffe\ufeff",
          "e\u0301\u0323".repeat(40));

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static Facts post(String id, String text) {
    Facts facts = new Facts(SCHEMA).clear(SCHEMA.kind("post.created"));
    facts.set(SCHEMA.at("event.at_ms").index(), 1_772_359_200_000L);
    facts.set(SCHEMA.at("post.id").index(), id);
    facts.set(SCHEMA.at("post.text").index(), text);
    return facts;
  }

  static String text(Facts facts) {
    return facts.text(SCHEMA.at("post.text").index());
  }

  static Facts random(Schema schema, Random random) {
    Facts facts = new Facts(schema).clear(random.nextInt(schema.kinds().size()));
    for (Slot slot : schema.slots()) {
      if (random.nextInt(3) > 0) {
        switch (slot.type()) {
          case BOOL -> facts.set(slot.index(), random.nextBoolean());
          case INT -> facts.set(slot.index(), random.nextLong() >> random.nextInt(64));
          case DOUBLE -> facts.set(slot.index(), Double.longBitsToDouble(random.nextLong()));
          case TEXT -> facts.set(slot.index(), odd(random));
          case TEXTS -> {
            List<String> texts = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
              texts.add(odd(random));
            }
            facts.set(slot.index(), texts);
          }
        }
      }
    }
    return facts;
  }

  private static String odd(Random random) {
    String text = ODD.get(random.nextInt(ODD.size()));
    return random.nextBoolean() ? text : text + (char) random.nextInt(0x10000) + text;
  }

  /** All values, missing ones among them, for comparing. */
  static List<Object> values(Facts facts) {
    List<Object> values = new ArrayList<>();
    values.add(facts.kind());
    for (Slot slot : facts.schema().slots()) {
      Object value = facts.get(slot);
      values.add(
          value instanceof Double number ? (Object) Double.doubleToRawLongBits(number) : value);
    }
    return values;
  }

  /** The texts of all events that can be read, as {@code offset:source:sequence:text}. */
  static List<String> all(EventLog log) {
    List<String> all = new ArrayList<>();
    Facts facts = new Facts(SCHEMA);
    try (LogReader reader = log.read(log.begin())) {
      while (reader.next(facts)) {
        all.add(
            reader.offset() + ":" + reader.source() + ":" + reader.sequence() + ":" + text(facts));
      }
    }
    return all;
  }

  static Receipt append(EventLog log, String source, long from, int count) {
    return log.append(batch(log, source, from, count)).join();
  }

  static EventBatch batch(EventLog log, String source, long from, int count) {
    EventBatch batch = log.batch(source);
    for (long sequence = from; sequence < from + count; sequence++) {
      batch.add(sequence, post(source + sequence, "text " + sequence));
    }
    return batch;
  }
}
