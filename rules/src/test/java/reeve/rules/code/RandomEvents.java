package reeve.rules.code;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/** A schema with fields of every type, and events that fill some of them at random. */
final class RandomEvents {
  static final Schema SCHEMA =
      Schema.builder()
          .field("a.yes", Slot.Type.BOOL, "a boolean")
          .field("a.no", Slot.Type.BOOL, "another")
          .field("a.i", Slot.Type.INT, "a whole number")
          .field("a.j", Slot.Type.INT, "another")
          .field("a.d", Slot.Type.DOUBLE, "a number")
          .field("a.e", Slot.Type.DOUBLE, "another")
          .field("a.s", Slot.Type.TEXT, "a text")
          .searched("a.t", "a text in which is searched")
          .field("a.l", Slot.Type.TEXTS, "texts")
          .field("a.m", Slot.Type.TEXTS, "others")
          .field("alone", Slot.Type.INT, "a variable without fields")
          .kind("thing", "a", "alone")
          .kind("other", "a")
          .build();

  private static final long[] WHOLE = {
    0, 1, -1, 2, 7, -3, Long.MAX_VALUE, Long.MIN_VALUE, 9_007_199_254_740_993L
  };
  private static final double[] NUMBERS = {
    0, -0.0, 1, -1.5, 7, Double.NaN, Double.POSITIVE_INFINITY, -0x1p63, 0x1p63, 0x1p53, 4.9e-324
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "bad",
    "evil",
    "a bad day",
    "badevil",
    "7",
    "-3",
    "1e3",
    "NaN",
    "b.d",
    "BAD",
    "bad  evil",
    "\u00e9",
    "e\u0301",
    "\ud83d\ude00",
    "\uffff",
    "\ud83d",
    "\ude00x",
    "bad\nevil",
    "good",
    "b|a"
  };

  private final SplittableRandom random;
  private final Facts facts = new Facts(SCHEMA);

  RandomEvents(SplittableRandom random) {
    this.random = random;
  }

  /** The next event, in the facts of the last. */
  Facts next() {
    facts.clear(0);
    for (Slot slot : SCHEMA.slots()) {
      if (random.nextInt(8) == 0) {
        continue;
      }
      switch (slot.type()) {
        case BOOL -> facts.set(slot.index(), random.nextBoolean());
        case INT -> facts.set(slot.index(), WHOLE[random.nextInt(WHOLE.length)]);
        case DOUBLE -> facts.set(slot.index(), NUMBERS[random.nextInt(NUMBERS.length)]);
        case TEXT -> facts.set(slot.index(), text());
        case TEXTS -> {
          List<String> all = new ArrayList<>();
          for (int left = random.nextInt(4); left > 0; left--) {
            all.add(text());
          }
          facts.set(slot.index(), List.copyOf(all));
        }
      }
    }
    return facts;
  }

  /** Readings of a program's counters, some of them missing. */
  void read(Readings readings, int counters) {
    readings.clear();
    for (int counter = 0; counter < counters; counter++) {
      if (random.nextInt(6) > 0) {
        long whole = WHOLE[random.nextInt(WHOLE.length)];
        // The same bits are a number to a rate.
        readings.set(counter, whole);
      }
    }
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
