/** Lists of posts: home, public, hashtag, profile, thread. */
@NullMarked
package reeve.square.timelines;

import org.jspecify.annotations.NullMarked;
