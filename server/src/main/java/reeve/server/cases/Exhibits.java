package reeve.server.cases;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/**
 * What is kept of a case, handed out once from beginning to end, so that however much it is, little
 * of it is held at once. Private posts that a recipient flagged are among it, and what was sealed
 * is, emptied: whoever takes it MUST leave out what is not meant for who asks. MUST be called in a
 * transaction.
 */
public interface Exhibits {
  /** Takes what is handed out, the earliest copy first. */
  interface Taker {
    void profile(Profile profile, Instant copiedAt);

    /**
     * A post as it was copied; the same one may come again, unchanged or edited.
     *
     * @param deletedAt when its author deleted it since, or null
     * @param sealed its text and pictures are gone from the copy
     */
    void post(Post post, Instant copiedAt, @Nullable Instant deletedAt, boolean sealed);
  }

  /** The posts that were flagged or surfaced in the case, and every capture of its account. */
  void handOut(CaseId id, Taker to);

  /** When the copies of a case ended by their time; empty while they are kept. */
  Optional<Instant> endedAt(CaseId id);

  /**
   * What is kept of a picture.
   *
   * @param state {@code wanted}, {@code kept}, {@code missing}, {@code too large}, {@code too many}
   *     or {@code sealed}
   * @param type by its first bytes
   */
  record Copy(String state, String type, long bytes) {}

  Optional<Copy> picture(AccountRef account, String sha256);

  /** Writes the bytes of a picture that is kept; false where none is any more. */
  boolean write(AccountRef account, String sha256, OutputStream to) throws IOException;
}
