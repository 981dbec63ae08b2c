@NullMarked
package reeve.server.intake;

import org.jspecify.annotations.NullMarked;
