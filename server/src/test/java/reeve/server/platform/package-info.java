@NullMarked
package reeve.server.platform;

import org.jspecify.annotations.NullMarked;
