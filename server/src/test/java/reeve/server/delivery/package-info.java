@NullMarked
package reeve.server.delivery;

import org.jspecify.annotations.NullMarked;
