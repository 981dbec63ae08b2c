/**
 * Banks of known hashes: taken in from files, judged by people, and asked about the pictures of
 * public posts. A match marks post and account for staff; it surfaces nobody and acts on nobody.
 */
@NullMarked
package reeve.server.banks;

import org.jspecify.annotations.NullMarked;
