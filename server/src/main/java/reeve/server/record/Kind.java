package reeve.server.record;

import java.util.regex.Pattern;

/**
 * What a record tells, and in which version of its shape.
 *
 * @param name {@code slice.what-happened}, for example {@code decisions.decided}
 * @param version 1 and up; rises when the shape of a half changes
 */
public record Kind(String name, int version) {
  private static final Pattern FORM = Pattern.compile("[a-z]+\\.[a-z][a-z-]{1,40}");

  public Kind {
    if (!FORM.matcher(name).matches() || version < 1) {
      throw new IllegalArgumentException("a kind is slice.what-happened with a version from 1");
    }
  }
}
