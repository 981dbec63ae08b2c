@NullMarked
package reeve.server;

import org.jspecify.annotations.NullMarked;
