/**
 * The durable log of events under the rules engine: what was acknowledged is on disk, each event
 * once, at an offset that never changes. Its files, contracts and limits stand in {@code
 * docs/event-log.md}.
 */
@NullMarked
package reeve.server.watch.log;

import org.jspecify.annotations.NullMarked;
