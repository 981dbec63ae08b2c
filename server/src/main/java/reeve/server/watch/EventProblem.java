package reeve.server.watch;

import java.util.Locale;

/** Why one event of a batch is refused; the others of the batch are not concerned. */
public enum EventProblem {
  /** The line is no JSON object in UTF-8, or it is nested too deeply. */
  NOT_JSON,
  /** The line has more bytes than a line may have. */
  LINE_TOO_LONG,
  /** The event has more bytes than the log takes, with what is read off it. */
  TOO_LARGE,
  /** A field that the event needs is missing or null. */
  MISSING,
  /** A field is of another JSON type. */
  WRONG_TYPE,
  /** A field has a value of its type that it cannot have. */
  WRONG_VALUE,
  /** A number or a time is smaller or larger than it can be. */
  OUT_OF_RANGE,
  /** A text has more characters, or a list more entries, than its field takes. */
  TOO_LONG,
  /** A field is named twice. */
  TWICE,
  /** There is no such kind of event, or no platform may tell it. */
  UNKNOWN_KIND,
  /** An object is told that events of this kind do not have. */
  NOT_OF_KIND,
  /** The post is private or direct: such posts reach no rule. */
  PRIVATE_POST,
  /** The sequence or the id is missing, or does not fit those before it. */
  SEQUENCE;

  /** As answers and labels of figures have it, for example {@code wrong-type}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
