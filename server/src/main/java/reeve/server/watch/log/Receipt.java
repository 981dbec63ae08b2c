package reeve.server.watch.log;

/**
 * The answer to a batch, given once it is on disk.
 *
 * @param events that the log now holds, whether by this batch or from before: what the sender is
 *     told, the same however often a batch is sent
 * @param fresh how many of them this batch brought
 * @param end the log is durable up to this offset
 */
public record Receipt(int events, int fresh, long end) {}
