/**
 * Likeness between accounts: what each shares with others, which of it is rare, and who is like
 * some given ones, with the reasons. Nothing here decides on anybody.
 */
@NullMarked
package reeve.signals.likeness;

import org.jspecify.annotations.NullMarked;
