/**
 * The tree: hashes of RFC 6962, tiles of C2SP {@code tlog-tiles}, proofs. Pure functions over what
 * a log publishes.
 */
@NullMarked
package reeve.ledger.tree;

import org.jspecify.annotations.NullMarked;
