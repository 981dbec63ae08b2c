/** Benchmarks of a whole Reeve: each a program of its own behind {@code ./reeve bench NAME}. */
@NullMarked
package reeve.bench;

import org.jspecify.annotations.NullMarked;
