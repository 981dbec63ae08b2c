package reeve.server.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;

/** Profile and recent posts of accounts that are surfaced, from platforms that can tell. */
@Component
public final class Portraits {
  private static final Logger LOG = LoggerFactory.getLogger(Portraits.class);
  private final Platforms platforms;

  Portraits(Platforms platforms) {
    this.platforms = platforms;
  }

  /** As far as the platforms answer: a case opens without them too. */
  public Map<AccountRef, Captured> of(List<AccountRef> accounts) {
    Map<PlatformId, List<AccountRef>> by = new LinkedHashMap<>();
    accounts.forEach(
        account -> by.computeIfAbsent(account.platform(), _ -> new ArrayList<>()).add(account));
    Map<AccountRef, Captured> portraits = new HashMap<>();
    by.forEach(
        (id, some) -> platforms.find(id).ifPresent(platform -> ask(platform, some, portraits)));
    return portraits;
  }

  private static void ask(
      Platform platform, List<AccountRef> accounts, Map<AccountRef, Captured> into) {
    try {
      for (int from = 0; from < accounts.size(); from += Platform.CAPTURED_MOST) {
        List<AccountRef> some =
            accounts.subList(from, Math.min(accounts.size(), from + Platform.CAPTURED_MOST));
        platform.capture(some).forEach(one -> into.put(one.profile().account(), one));
      }
    } catch (PlatformUnavailable e) {
      LOG.warn("{} does not tell about accounts now: {}", platform.id(), e.getMessage());
    }
  }
}
