@NullMarked
package reeve.server.appeals;

import org.jspecify.annotations.NullMarked;
