/**
 * The versioned texts under which a decision is taken: policies, their clauses, what each clause
 * allows, and which rule of a platform leads to which policy.
 */
@NullMarked
package reeve.server.policy;

import org.jspecify.annotations.NullMarked;
