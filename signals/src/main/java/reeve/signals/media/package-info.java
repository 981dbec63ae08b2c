/**
 * What can be read off pictures and files: digests, the perceptual hash PDQ, and a bank of known
 * hashes. Pictures are decoded within limits, whoever made them. Pure functions of their input, but
 * for {@link reeve.signals.media.PdqSet} and {@link reeve.signals.media.HashBank}, which hold what
 * they are given.
 */
@NullMarked
package reeve.signals.media;

import org.jspecify.annotations.NullMarked;
