package reeve.server.cases;

import java.util.regex.Pattern;
import reeve.server.policy.PolicyId;

/**
 * Names a queue: a policy's id, {@link #GENERAL} for what no policy took, or {@link #DANGER}.
 *
 * @param value 1 to 40 of {@code [a-z0-9-]}, starting with a letter
 */
public record QueueId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public static final QueueId GENERAL = new QueueId("general");

  /** Danger to life: leads claim from it, and after a stated time everybody. */
  public static final QueueId DANGER = new QueueId("danger-to-life");

  public QueueId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a queue is 1 to 40 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  /** The queue of a policy. */
  public static QueueId of(PolicyId policy) {
    return new QueueId(policy.value());
  }

  @Override
  public String toString() {
    return value;
  }
}
