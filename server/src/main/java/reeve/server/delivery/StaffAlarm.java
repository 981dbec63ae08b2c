package reeve.server.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;

/**
 * Calls Reeve's own staff, by every way that {@code server.delivery.alarms} names; by none where it
 * names none.
 */
public interface StaffAlarm {
  /**
   * Raises an alarm once.
   *
   * <p>MUST be called in the transaction of what it tells of.
   *
   * @param key makes it one: the same key raises nothing again. At most 120 characters
   * @param title one line
   * @param text what happened and what to do. It leaves the house by mail: no personal data
   * @param data the same for programs: ids and numbers
   */
  void raise(String key, String title, String text, Map<String, ?> data, @Nullable RecordId cause);
}
