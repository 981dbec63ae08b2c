@NullMarked
package reeve.postgres;

import org.jspecify.annotations.NullMarked;
