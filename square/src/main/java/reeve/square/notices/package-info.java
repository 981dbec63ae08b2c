/** What an account is told about: mentions, follows, favourites, boosts. */
@NullMarked
package reeve.square.notices;

import org.jspecify.annotations.NullMarked;
