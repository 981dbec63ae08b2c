package reeve.signals;

import java.util.List;

/**
 * A way into a messenger: to a person, a group or a channel there.
 *
 * @param id within the messenger, in one form: equal where they lead to one place
 * @param span where it was written
 */
public record Handoff(Messenger messenger, Kind kind, String id, Span span, Basis basis) {
  /** What it leads to. */
  public enum Kind {
    /** A code or a key that lets whoever has it in. */
    INVITE,
    USER,
    GROUP,
    CHANNEL,
    /** A name of which the link does not say whose it is: a person's, a group's, a channel's. */
    NAME
  }

  /** What it was recognised by. */
  public enum Basis {
    /** A link of the web. */
    LINK,
    /** A link that only the messenger opens, as {@code tg://}. */
    SCHEME,
    /** Its own form, which nothing else has: Session's 66 digits, Matrix's {@code @a:b.example}. */
    FORM,
    /** The messenger's name before it, as in {@code threema ID ABCD1234}. */
    NAMED
  }

  /** Those of a text in their order, each once, the first {@link TextSignals#MOST} of them. */
  public static List<Handoff> in(String text) {
    String read = Normal.read(text);
    return HandoffReading.of(read, LinkReading.of(read));
  }
}
