package reeve.server.delivery;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of external delivery, which is switched as a whole. A slice declares each of its own as a
 * bean, so that the page of deliveries shows it.
 *
 * @param name 1 to 40 of a-z and '-'; stands in records and tables
 * @param label as the page calls it
 * @param what leaves by it and to whom, in a plain sentence
 * @param toStaff whether it reaches Reeve's own staff alone; such a channel is always on
 * @param page where more of it is shown, or null
 */
public record Channel(
    String name, String label, String what, boolean toStaff, @Nullable String page) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,39}");

  public Channel {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a channel's name is 1 to 40 of a-z and '-'");
    }
  }
}
