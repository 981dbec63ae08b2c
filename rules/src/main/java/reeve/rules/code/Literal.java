package reeve.rules.code;

import java.util.Set;
import reeve.rules.schema.Slot;

/**
 * A text that has to be looked for in fields.
 *
 * @param id its place among {@link Program#literals}, and its bit in what a {@link Finder} fills
 * @param slots the searched fields in which some rule wants it
 */
public record Literal(int id, String text, Mode mode, Set<Slot> slots) {

  /** When a literal stands in a field. */
  public enum Mode {
    /** A phrase of a bank: in the normalised text, as whole words. */
    WORDS,
    /** In the text as it is, anywhere, case kept. */
    EXACT
  }

  public Literal {
    slots = Set.copyOf(slots);
  }
}
