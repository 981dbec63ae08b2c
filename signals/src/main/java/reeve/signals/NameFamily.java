package reeve.signals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that people take one after the other: {@code name}, {@code name_2}, {@code _name}, {@code
 * n4me}, {@code nаme} with a foreign letter.
 *
 * @param name the handle as it was given, without its host
 * @param stem of {@link Stem}
 * @param keys names of one family share one at least, to look them up by; a name with digits at an
 *     end has two, since they may be a number or stand for letters. None where fewer than {@link
 *     #LEAST} letters are left.
 */
public record NameFamily(String name, String stem, Set<String> keys) {
  /** A key of fewer letters says nothing. */
  public static final int LEAST = 3;

  /** So many characters of a name are read. */
  static final int MOST = 256;

  /** How two names differ that are of one family. */
  public enum Trick {
    /** Case, compatibility forms, invisible characters. */
    FORM,
    /** {@code _}, {@code -} and {@code .} at the ends. */
    EDGES,
    /** Digits at the ends. */
    NUMBER,
    /** Letters of other alphabets, marks on letters. */
    LOOK_ALIKE,
    /** Digits for letters, {@code l} for {@code i}. */
    DIGITS,
    /** {@code _}, {@code -} and {@code .} within. */
    SEPARATORS,
    /** Letters that follow each other more often. */
    REPEATED
  }

  private static final List<Trick> ORDER = List.of(Trick.values());

  /** What digits stand for, and {@code i} for {@code l}, which looks like it in capitals. */
  private static final String DIGITS = "0123456789l";

  private static final String LETTERS = "oizeasbtbgi";

  /**
   * Of a handle.
   *
   * @param handle without {@code @} before it
   */
  public static NameFamily of(String handle) {
    int host = handle.indexOf('@', 1);
    String name = head(host < 0 ? handle : handle.substring(0, host));
    return new NameFamily(name, Stem.of(name), keys(name));
  }

  /**
   * What tells two names apart that are of one family, as few tricks as explain it; none where they
   * are equal. Empty where they are no family.
   */
  public Optional<Set<Trick>> kinship(NameFamily other) {
    if (name.equals(other.name)) {
      return Optional.of(Set.of());
    }
    Set<String> shared = new TreeSet<>(keys);
    shared.retainAll(other.keys);
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    Set<Trick> needed = EnumSet.allOf(Trick.class);
    if (!alike(other, needed)) {
      needed.remove(Trick.NUMBER);
    }
    for (Trick trick : ORDER.reversed()) {
      needed.remove(trick);
      if (!alike(other, needed)) {
        needed.add(trick);
      }
    }
    return Optional.of(Set.copyOf(needed));
  }

  private static String head(String name) {
    if (name.length() <= MOST) {
      return name;
    }
    return name.substring(0, Character.isHighSurrogate(name.charAt(MOST - 1)) ? MOST - 1 : MOST);
  }

  private boolean alike(NameFamily other, Set<Trick> tricks) {
    return undone(name, tricks).equals(undone(other.name, tricks));
  }

  private static Set<String> keys(String name) {
    Set<String> keys = new TreeSet<>();
    Set<Trick> all = EnumSet.allOf(Trick.class);
    keys.add(undone(name, all));
    all.remove(Trick.NUMBER);
    keys.add(undone(name, all));
    keys.removeIf(key -> key.codePointCount(0, key.length()) < LEAST);
    return Set.copyOf(keys);
  }

  /** A name without the traces of some tricks. */
  private static String undone(String name, Set<Trick> tricks) {
    String left = tricks.contains(Trick.FORM) ? Normal.of(name) : name;
    boolean edges = tricks.contains(Trick.EDGES);
    boolean number = tricks.contains(Trick.NUMBER);
    left = stripped(left, edges, number);
    if (tricks.contains(Trick.SEPARATORS)) {
      left = left.replaceAll("(?<=.)[_.-]+(?=.)", "");
    }
    if (tricks.contains(Trick.LOOK_ALIKE)) {
      left = letters(left);
    }
    if (tricks.contains(Trick.DIGITS)) {
      left = digits(left);
    }
    return tricks.contains(Trick.REPEATED) ? left.replaceAll("(.)\\1+", "$1") : left;
  }

  private static String stripped(String name, boolean edges, boolean number) {
    int from = 0;
    int to = name.length();
    while (from < to && isEdge(name.codePointAt(from), edges, number)) {
      from += Character.charCount(name.codePointAt(from));
    }
    while (to > from && isEdge(name.codePointBefore(to), edges, number)) {
      to -= Character.charCount(name.codePointBefore(to));
    }
    return from == to ? name : name.substring(from, to);
  }

  private static boolean isEdge(int point, boolean edges, boolean number) {
    return (edges && "_-.".indexOf(point) >= 0) || (number && Character.isDigit(point));
  }

  private static String digits(String name) {
    var out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      int at = DIGITS.indexOf(name.charAt(i));
      out.append(at < 0 ? name.charAt(i) : LETTERS.charAt(at));
    }
    return out.toString();
  }

  /** With look-alikes and marks undone, and what stands between the letters kept. */
  private static String letters(String name) {
    Unmasked unmasked = Unmasked.of(name, false);
    var out = new StringBuilder();
    int done = 0;
    for (int i = 0; i < unmasked.size(); i++) {
      if (unmasked.from(i) > done) {
        out.append(name, done, unmasked.from(i));
      }
      out.append(unmasked.letter(i));
      done = Math.max(done, unmasked.to(i));
    }
    return out.append(name, done, name.length()).toString();
  }
}
