package reeve.server.staff;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys that whoever starts the server gives it; they stand in no settings file.
 *
 * @param staff 64 hex digits each, for secrets of staff in the database: the first one seals, all
 *     of them open. Without any nobody can sign in
 */
@ConfigurationProperties(prefix = "server.keys", ignoreUnknownFields = false)
record StaffKeys(@DefaultValue List<String> staff) {
  StaffKeys {
    staff = List.copyOf(staff);
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "StaffKeys[" + staff.size() + "]";
  }
}
