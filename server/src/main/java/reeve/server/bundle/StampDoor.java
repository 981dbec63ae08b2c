package reeve.server.bundle;

/** The way to the stamping service. */
interface StampDoor {
  /** Whether there is a service to ask. */
  boolean configured();

  /** The answer to a request, both in DER. */
  byte[] ask(byte[] request) throws NotStamped;

  /** No answer came; the message is a plain sentence. */
  final class NotStamped extends Exception {
    private static final long serialVersionUID = 1;

    NotStamped(String message) {
      super(message);
    }
  }
}
