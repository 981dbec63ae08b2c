@NullMarked
package reeve.simulation;

import org.jspecify.annotations.NullMarked;
