package reeve.server.bundle;

import org.springframework.stereotype.Component;

@Component
final class OutsideStampDoor implements StampDoor {
  @Override
  public boolean configured() {
    return false;
  }

  @Override
  public byte[] ask(byte[] request) throws NotStamped {
    throw new NotStamped("No stamping service is configured.");
  }
}
