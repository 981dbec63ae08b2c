package reeve.server.bundle;

import java.net.URI;
import org.springframework.stereotype.Component;
import reeve.server.delivery.Answer;
import reeve.server.delivery.Ask;
import reeve.server.delivery.Channel;
import reeve.server.delivery.Channels;
import reeve.server.delivery.NoAnswer;
import reeve.server.delivery.Outside;

/** Asks the configured service over HTTP (RFC 3161, section 3.4). */
@Component
final class OutsideStampDoor implements StampDoor {
  static final Channel CHANNEL =
      new Channel(
          "time-stamps",
          "Time stamps",
          "The SHA-512 of an evidence bundle's manifest, to the stamping service of the settings.",
          false,
          null);

  private static final String QUERY = "application/timestamp-query";

  private final Outside outside;
  private final Channels channels;
  private final BundleSettings settings;

  OutsideStampDoor(Outside outside, Channels channels, BundleSettings settings) {
    this.outside = outside;
    this.channels = channels;
    this.settings = settings;
  }

  @Override
  public boolean configured() {
    return !settings.stamp().isBlank();
  }

  /** Plain HTTP will do: the digest is no secret, and a stamp carries its own proof. */
  @Override
  public byte[] ask(byte[] request) throws NotStamped {
    if (!channels.isOn(CHANNEL)) {
      throw new NotStamped("Time stamps are off until legal switches them on, under deliveries.");
    }
    try {
      Answer answer =
          outside.call(Ask.post(URI.create(settings.stamp().strip()), QUERY, request).evenPlain());
      if (!answer.ok() || answer.cut()) {
        throw new NotStamped("The stamping service answered " + answer.status() + ".");
      }
      return answer.body();
    } catch (NoAnswer e) {
      throw new NotStamped("The stamping service gave no answer: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new NotStamped("server.bundle.stamp is no address.");
    }
  }
}
