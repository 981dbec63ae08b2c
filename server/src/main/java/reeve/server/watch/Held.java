package reeve.server.watch;

import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cases;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.run.Finding;

/**
 * Whether a case needs a post that its author deleted: it then stays in the log until that ends.
 */
@Component
class Held {
  private final Cases cases;

  Held(Cases cases) {
    this.cases = cases;
  }

  boolean needs(Erasable.Post post) {
    PostRef ref = new PostRef(new PlatformId(Finding.platform(post.source())), post.id());
    return !cases.needed(Set.of(ref)).isEmpty();
  }
}
