package reeve.server.cases;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.Post;

/**
 * The posts that cases were given lately, whole: a flood of reports names the same few again and
 * again, and what stands there already need not be written as JSON, hashed and offered once more.
 */
@Component
final class LatelyKept {
  /** With the longest posts some 40 MB; then it starts afresh. */
  private static final int MOST = 12_000;

  private final Set<PostInCase> known = ConcurrentHashMap.newKeySet();

  /** A post as it was when flagged, in a case. */
  record PostInCase(long caseId, Post post) {}

  boolean knows(PostInCase one) {
    return known.contains(one);
  }

  /** Remembers these once the transaction under way is committed. */
  void kept(Collection<PostInCase> posts) {
    if (posts.isEmpty()) {
      return;
    }
    List<PostInCase> copy = List.copyOf(posts);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            if (known.size() + copy.size() > MOST) {
              known.clear();
            }
            known.addAll(copy);
          }
        });
  }
}
