@NullMarked
package reeve.server.likeness;

import org.jspecify.annotations.NullMarked;
