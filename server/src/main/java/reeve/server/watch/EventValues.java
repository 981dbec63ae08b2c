package reeve.server.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import reeve.rules.count.EventTime;
import reeve.server.watch.EventShape.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads single values, or says what is wrong with them; the parser stands at the value. */
final class EventValues {
  /** The largest whole number that every JSON reader keeps as it is: 2^53 - 1. */
  static final long LARGEST = (1L << 53) - 1;

  /** No event is so old; whoever sends seconds for milliseconds ends in 1970. */
  static final long EARLIEST = Instant.parse("1971-01-01T00:00:00Z").toEpochMilli();

  private static final int DIGEST = 64;

  private EventValues() {}

  static String text(JsonParser parser, Field field, int most) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType(parser, field, "a text");
    }
    String text = parser.getString();
    if (text.length() > most && text.codePointCount(0, text.length()) > most) {
      throw new BadEvent(
          EventProblem.TOO_LONG,
          "'%s' has more than %d characters. Send less of it.".formatted(field.path(), most));
    }
    return text;
  }

  static String id(JsonParser parser, Field field, int most) {
    String text = text(parser, field, most);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw wrong(field, "has a control character, which no id has");
      }
    }
    if (text.isEmpty()) {
      throw wrong(field, "is empty. Send the id that your platform knows it by");
    }
    return text;
  }

  static String word(JsonParser parser, Field field) {
    String text = text(parser, field, EventShape.ID);
    if (!field.words().contains(text)) {
      throw wrong(field, "is none of " + String.join(", ", new TreeSet<>(field.words())));
    }
    return text;
  }

  /** A SHA-256 in hex, in lower case. */
  static String digest(JsonParser parser, Field field) {
    String text = text(parser, field, EventShape.ID);
    boolean upper = false;
    boolean hex = text.length() == DIGEST;
    for (int i = 0; hex && i < DIGEST; i++) {
      char c = text.charAt(i);
      upper |= c >= 'A' && c <= 'F';
      hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
    if (!hex) {
      throw wrong(field, "is no SHA-256 in hex, which has 64 digits");
    }
    return upper ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Texts, or digests where {@code digests}. */
  static List<String> list(JsonParser parser, Field field, boolean digests) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(parser, field, "a list of texts");
    }
    List<String> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (all.size() == field.most()) {
        throw new BadEvent(
            EventProblem.TOO_LONG,
            "'%s' has more than %d entries. Send fewer.".formatted(field.path(), field.most()));
      }
      all.add(digests ? digest(parser, field) : text(parser, field, EventShape.RULE));
    }
    return List.copyOf(all);
  }

  static boolean flag(JsonParser parser, Field field) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw wrongType(parser, field, "true or false");
    };
  }

  /** A whole number from 0 on. */
  static long count(JsonParser parser, Field field) {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(parser, field, "a whole number");
    }
    long value = whole(parser);
    if (value < 0 || value > LARGEST) {
      throw new BadEvent(
          EventProblem.OUT_OF_RANGE,
          "'%s' is not between 0 and %d.".formatted(field.path(), LARGEST));
    }
    return value;
  }

  /** Milliseconds since 1970 UTC. */
  static long time(JsonParser parser, Field field) {
    long millis;
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      millis = whole(parser);
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      millis =
          Timestamp.millis(
              parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
      if (millis == Timestamp.NONE) {
        throw wrong(
            field, "is no time. Send one like 2026-11-26T10:00:00Z, or milliseconds since 1970");
      }
    } else {
      throw wrongType(parser, field, "a time as text or in whole milliseconds since 1970");
    }
    if (millis < EARLIEST || millis > EventTime.LATEST) {
      throw new BadEvent(
          EventProblem.OUT_OF_RANGE,
          "'%s' lies %s. Send a time like 2026-11-26T10:00:00Z, or milliseconds since 1970."
              .formatted(
                  field.path(),
                  millis < EARLIEST ? "in 1970 or before" : "more than 2,000 years ahead"));
    }
    return millis;
  }

  private static long whole(JsonParser parser) {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Long.MAX_VALUE
        : parser.getLongValue();
  }

  static BadEvent wrongType(JsonParser parser, Field field, String wanted) {
    String is =
        switch (parser.currentToken()) {
          case VALUE_STRING -> "a text";
          case VALUE_NUMBER_INT -> "a number";
          case VALUE_NUMBER_FLOAT -> "a number with a fraction";
          case VALUE_TRUE, VALUE_FALSE -> "true or false";
          case VALUE_NULL -> "null";
          case START_ARRAY -> "a list";
          case null, default -> "an object";
        };
    return new BadEvent(
        EventProblem.WRONG_TYPE, "'%s' is %s. Send %s.".formatted(field.path(), is, wanted));
  }

  static BadEvent wrong(Field field, String what) {
    return new BadEvent(EventProblem.WRONG_VALUE, "'%s' %s.".formatted(field.path(), what));
  }
}
