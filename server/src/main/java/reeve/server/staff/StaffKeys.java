package reeve.server.staff;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys that whoever starts the server gives it; they stand in no settings file.
 *
 * @param staff 64 hex digits each, for secrets of staff in the database: the first one seals, all
 *     of them open. Without any nobody can sign in
 * @param files 64 hex digits each, likewise, for files that {@link Safe} seals; a rotation leaves
 *     them alone. Without any no file can be kept
 */
@ConfigurationProperties(prefix = "server.keys", ignoreUnknownFields = false)
record StaffKeys(@DefaultValue List<String> staff, @DefaultValue List<String> files) {
  StaffKeys {
    staff = List.copyOf(staff);
    files = List.copyOf(files);
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "StaffKeys[" + staff.size() + ", " + files.size() + "]";
  }
}
