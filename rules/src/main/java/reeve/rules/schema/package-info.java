/** What rules can read: kinds of events, their fields, and one event's values. */
@NullMarked
package reeve.rules.schema;

import org.jspecify.annotations.NullMarked;
