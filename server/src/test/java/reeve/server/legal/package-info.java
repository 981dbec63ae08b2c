@NullMarked
package reeve.server.legal;

import org.jspecify.annotations.NullMarked;
