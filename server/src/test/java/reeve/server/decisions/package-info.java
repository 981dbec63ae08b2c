@NullMarked
package reeve.server.decisions;

import org.jspecify.annotations.NullMarked;
