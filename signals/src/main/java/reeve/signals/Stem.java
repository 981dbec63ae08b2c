package reeve.signals;

/** What the names of one family have in common. */
public final class Stem {
  private Stem() {}

  /**
   * The handle {@linkplain Normal normalised}, without its host and without the digits,
   * underscores, hyphens and dots at its end: {@code name} of {@code name_2}, {@code name__03} and
   * {@code Name2@square.example}. A handle of nothing else, such as {@code 12345}, is kept whole.
   *
   * @param handle without {@code @} before it
   */
  public static String of(String handle) {
    int host = handle.indexOf('@', 1);
    String name = Normal.of(host < 0 ? handle : handle.substring(0, host));
    int end = name.length();
    while (end > 0) {
      int last = name.codePointBefore(end);
      if (!Character.isDigit(last) && "_-.".indexOf(last) < 0) {
        return name.substring(0, end);
      }
      end -= Character.charCount(last);
    }
    return name;
  }
}
