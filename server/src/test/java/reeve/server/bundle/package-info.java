@NullMarked
package reeve.server.bundle;

import org.jspecify.annotations.NullMarked;
