/**
 * Takes in what platforms tell: streams of events, each exactly once in effect, and reports through
 * the API. Knows who receives events by an interface alone.
 */
@NullMarked
package reeve.server.intake;

import org.jspecify.annotations.NullMarked;
