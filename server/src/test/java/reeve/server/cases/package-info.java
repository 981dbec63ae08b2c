@NullMarked
package reeve.server.cases;

import org.jspecify.annotations.NullMarked;
