/**
 * A simulated town with ground truth: people, what they write, whom they follow and what they flag,
 * deterministic from a seed.
 */
@NullMarked
package reeve.simulation;

import org.jspecify.annotations.NullMarked;
