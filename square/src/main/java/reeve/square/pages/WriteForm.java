package reeve.square.pages;

import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;

/**
 * What somebody was writing, so that it is kept when it is refused.
 *
 * @param visibility null: as the account has it by default
 * @param replyTo the post that is answered, by id, or null
 */
record WriteForm(
    String text, String spoiler, @Nullable Visibility visibility, @Nullable Long replyTo) {
  static final WriteForm EMPTY = new WriteForm("", "", null, null);
}
