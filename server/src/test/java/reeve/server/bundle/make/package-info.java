@NullMarked
package reeve.server.bundle.make;

import org.jspecify.annotations.NullMarked;
