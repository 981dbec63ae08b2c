package reeve.server.enforcement;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import reeve.server.platform.Action;

/**
 * Where the words of letters are kept. An order that brings one holds its id alone, so that the
 * words are not stored twice, and nothing that is due is rewritten with them.
 */
public interface KeptLetters {
  /**
   * What letters say.
   *
   * <p>MUST know each letter from before its order is issued until the order is closed.
   *
   * @param ids at most 1,000
   */
  Map<UUID, Action.Letter> words(Collection<UUID> ids);
}
