package reeve.signals.media;

/**
 * A signal: a picture is like one that a bank knows. Evidence for a person, and no more than that.
 *
 * @param distance bits of 256 that differ, {@link Pdq#MATCH} at the most
 * @param turn of the picture in which it is so like
 * @param quality of the picture's hash, above {@link PictureHash#DISCARDED}
 */
public record PictureMatch(BankEntry entry, int distance, Turn turn, int quality) {}
