@NullMarked
package reeve.node;

import org.jspecify.annotations.NullMarked;
