package reeve.server.delivery;

/** Which channels are on. */
public interface Channels {
  /** Whether anything may leave by it now; read from the database each time. */
  boolean isOn(Channel channel);
}
