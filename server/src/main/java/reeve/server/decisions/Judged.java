package reeve.server.decisions;

import java.util.List;

/** What became of checking a form. */
public sealed interface Judged {
  /** It can be decided. */
  record Sound(Ruling ruling) implements Judged {}

  /** It cannot, for these reasons. */
  record Flawed(List<Flaw> flaws) implements Judged {
    public Flawed {
      flaws = List.copyOf(flaws);
    }
  }

  /**
   * What is wrong with a form.
   *
   * @param field the name of the form's field
   * @param words what is wrong and what to do, a plain sentence
   */
  record Flaw(String field, String words) {}
}
