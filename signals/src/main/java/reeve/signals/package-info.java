/**
 * What can be read off a post or an account by itself: normalised text, the phrases in it,
 * mentions, hashtags, links and invites, fingerprints, the stem of a name. Pure functions of their
 * input.
 */
@NullMarked
package reeve.signals;

import org.jspecify.annotations.NullMarked;
