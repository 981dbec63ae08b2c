/** What is read off texts, as rules ask for it: phrases, and the slots that are derived. */
@NullMarked
package reeve.server.watch.signal;

import org.jspecify.annotations.NullMarked;
