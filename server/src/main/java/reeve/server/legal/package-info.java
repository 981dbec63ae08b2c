/**
 * The desk of legal: authorities whose contacts somebody verified, and what they order, each with
 * its clock. An order touches only the posts that it names, and is nobody's strike.
 */
@NullMarked
package reeve.server.legal;

import org.jspecify.annotations.NullMarked;
