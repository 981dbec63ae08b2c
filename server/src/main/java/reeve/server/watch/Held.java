package reeve.server.watch;

import org.springframework.stereotype.Component;
import reeve.server.watch.log.Erasable;

/** Whether a case needs a post that its author deleted. */
@Component
class Held {
  boolean needs(Erasable.Post post) {
    return !post.id().isEmpty();
  }
}
