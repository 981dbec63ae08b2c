package reeve.server.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/**
 * Everything that the case page shows.
 *
 * @param profile as it was when last flagged; null once the copies ended
 * @param changes what the holder changed since, a sentence each
 * @param terms why the case stands where it stands in its queue
 * @param reportsLeftOut reports beyond those shown
 * @param evidence what rules found
 * @param posts flagged and recent ones, newest first
 * @param earlier the account's other cases, newest first
 */
record CaseFile(
    Case of,
    String queueTitle,
    List<String> policyTitles,
    @Nullable Profile profile,
    List<String> changes,
    List<Term> terms,
    List<Group> groups,
    int reportsLeftOut,
    CaseEvidence.Found evidence,
    List<ShownPost> posts,
    List<Earlier> earlier,
    List<Grip.Happening> log) {

  /**
   * A term of the priority.
   *
   * @param hours with a sign, for example {@code +12.5 h} or {@code -106.0 h}
   * @param share of the head start, in percent
   */
  record Term(String label, String hours, String why, int share) {}

  /** Reports that name the same rule. */
  record Group(String title, List<Said> said) {}

  /**
   * A report, without who made it.
   *
   * @param who A, B, C...: the same person has the same letter within the case
   * @param note why it adds no priority, or null
   * @param weight of the reporter's word, for leads alone; null for others
   */
  record Said(
      String who, Instant at, String comment, @Nullable String note, @Nullable String weight) {}

  /**
   * A post as it was.
   *
   * @param flagged by a person or by a rule
   * @param flaggedBy letters of those who flagged it; empty for a recent post shown beside
   * @param rules names of the rules whose verdicts are about it
   * @param pictures what can be looked at
   */
  record ShownPost(
      Post post,
      boolean flagged,
      List<String> flaggedBy,
      List<String> rules,
      @Nullable Instant deletedAt,
      boolean sealed,
      List<Picture> pictures) {
    /** Who named it, in a few words. */
    public String flag() {
      List<String> words = new ArrayList<>();
      if (!flaggedBy.isEmpty()) {
        words.add("flagged by " + String.join(", ", flaggedBy));
      }
      if (!rules.isEmpty()) {
        words.add((rules.size() == 1 ? "rule " : "rules ") + String.join(", ", rules));
      }
      return words.isEmpty() ? "flagged" : String.join("; ", words);
    }

    /** How wide it was shown, where that is not everybody. */
    public @Nullable String narrow() {
      return switch (post.visibility()) {
        case PUBLIC -> null;
        case UNLISTED -> "unlisted";
        case PRIVATE -> "followers only";
        case DIRECT -> "direct";
      };
    }
  }

  /**
   * A picture of a post.
   *
   * @param kept whether its copy is there to be shown
   * @param missing why not, in a few words
   */
  record Picture(String sha256, String description, boolean kept, String missing) {}

  /** An earlier case of the account. */
  record Earlier(long id, Instant openedAt, String words) {}

  /** The place of a post among those shown, from 1; 0 where it is not. */
  public int place(String post) {
    for (int i = 0; i < posts.size(); i++) {
      if (posts.get(i).post().post().nativeId().equals(post)) {
        return i + 1;
      }
    }
    return 0;
  }

  public long flaggedPosts() {
    return posts.stream().filter(ShownPost::flagged).count();
  }
}
