package reeve.server.bundle.make;

/**
 * A bundle that is whole.
 *
 * @param sha256 of the file, lower-case hex
 * @param peakMb the most memory that its process held at once; 0 where the system does not tell
 */
public record Made(long bytes, String sha256, int items, int pictures, long peakMb) {}
