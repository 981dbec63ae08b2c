/**
 * The words that every slice shares, and the port through which a platform gives events and takes
 * actions. Depends on nothing of the server.
 */
@NullMarked
package reeve.server.platform;

import org.jspecify.annotations.NullMarked;
