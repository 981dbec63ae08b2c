@NullMarked
package reeve.server.enforcement;

import org.jspecify.annotations.NullMarked;
