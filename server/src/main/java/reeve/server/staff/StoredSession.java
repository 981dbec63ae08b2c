package reeve.server.staff;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/** One request's view of a session; {@link Sessions} writes what changed. */
final class StoredSession implements Session {
  private final Map<String, Object> attributes;
  private final Instant madeAt;
  private @Nullable Instant touchedAt;
  private String storedAs;
  private String id;
  private Duration idle;
  private boolean changed;

  private StoredSession(
      String id,
      Instant madeAt,
      @Nullable Instant touchedAt,
      Duration idle,
      Map<String, Object> attributes) {
    this.id = id;
    this.storedAs = id;
    this.madeAt = madeAt;
    this.touchedAt = touchedAt;
    this.idle = idle;
    this.attributes = new HashMap<>(attributes);
  }

  static StoredSession fresh(Instant now, Duration idle) {
    return new StoredSession(Token.fresh(), now, null, idle, Map.of());
  }

  static StoredSession found(
      String id, Instant madeAt, Instant touchedAt, Duration idle, Map<String, Object> attributes) {
    return new StoredSession(id, madeAt, touchedAt, idle, attributes);
  }

  /** When its row was last written; null where there is none. */
  @Nullable Instant touchedAt() {
    return touchedAt;
  }

  /** The id that its row stands under. */
  String storedAs() {
    return storedAs;
  }

  /** Its row is as it is from now on: one request may write more than once. */
  void stored(Instant now) {
    storedAs = id;
    touchedAt = now;
    changed = false;
  }

  boolean isChanged() {
    return changed || !id.equals(storedAs);
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String changeSessionId() {
    id = Token.fresh();
    return id;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
  public <T> @Nullable T getAttribute(String name) {
    return (T) attributes.get(name);
  }

  @Override
  public Set<String> getAttributeNames() {
    return Set.copyOf(attributes.keySet());
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    changed = true;
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void removeAttribute(String name) {
    changed |= attributes.remove(name) != null;
  }

  @Override
  public Instant getCreationTime() {
    return madeAt;
  }

  /** {@link Sessions} takes the time from the server's clock instead. */
  @Override
  public void setLastAccessedTime(Instant at) {}

  @Override
  public Instant getLastAccessedTime() {
    return touchedAt == null ? madeAt : touchedAt;
  }

  @Override
  public void setMaxInactiveInterval(Duration interval) {
    idle = interval;
  }

  @Override
  public Duration getMaxInactiveInterval() {
    return idle;
  }

  /** Never: what is over is not found. */
  @Override
  public boolean isExpired() {
    return false;
  }
}
