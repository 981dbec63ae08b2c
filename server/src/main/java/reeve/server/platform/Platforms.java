package reeve.server.platform;

import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The networks that this server reaches through a connector. Others are served by hand. */
@Component
public final class Platforms {
  private final List<Platform> all;

  Platforms(ObjectProvider<Platform> platforms) {
    this.all = platforms.orderedStream().toList();
  }

  public List<Platform> all() {
    return all;
  }

  /** Empty for a platform whose orders are carried out by hand. */
  public Optional<Platform> find(PlatformId id) {
    return all.stream().filter(platform -> platform.id().equals(id)).findFirst();
  }
}
