/**
 * Evidence bundles: what is kept of a case, with what was done with it, as one file that others
 * check without Reeve.
 *
 * <p>The server reads what goes in into a folder, leaving out what is not meant for who asks; a
 * process of its own writes the file ({@link reeve.server.bundle.make}); the server signs its
 * manifest and has a stamping service confirm the time. {@code docs/evidence.md} tells the form.
 */
@NullMarked
package reeve.server.bundle;

import org.jspecify.annotations.NullMarked;
