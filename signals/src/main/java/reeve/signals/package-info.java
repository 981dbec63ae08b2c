/**
 * What can be read off a post or an account by itself, with the evidence: normalised text, phrases
 * and their disguises, mentions, hashtags, links, ways into messengers, fingerprints, languages,
 * families of names, profiles and rhythms. Pure functions of their input.
 */
@NullMarked
package reeve.signals;

import org.jspecify.annotations.NullMarked;
