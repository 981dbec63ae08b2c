package reeve.server.staff;

import java.util.UUID;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;

/**
 * Another program that came with an API key. A controller's method takes it as a parameter.
 *
 * @param platform the network that it speaks for
 */
public record Client(UUID key, String name, PlatformId platform) {
  public Actor actor() {
    return new Actor.Client(key);
  }
}
