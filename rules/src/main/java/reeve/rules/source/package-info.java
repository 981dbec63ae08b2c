/** Rule files as they are written: YAML with places, lists, phrase banks, and what is wrong. */
@NullMarked
package reeve.rules.source;

import org.jspecify.annotations.NullMarked;
