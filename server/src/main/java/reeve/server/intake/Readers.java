package reeve.server.intake;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.StreamReader;

/** Tells each platform where all readers of its stream are, so that it may let go of the rest. */
@Component
final class Readers {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final Duration EVERY = Duration.ofHours(1);

  /** Whoever begins with this server has begun by then, and is seen. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private static final Duration AFTER_SILENCE = Duration.ofMinutes(1);

  private final Platforms platforms;
  private final ObjectProvider<StreamReader> readers;
  private boolean begun;

  Readers(Platforms platforms, ObjectProvider<StreamReader> readers) {
    this.platforms = platforms;
    this.readers = readers;
  }

  Duration round() {
    if (!begun) {
      begun = true;
      return FIRST;
    }
    Duration next = EVERY;
    for (Platform platform : platforms.all()) {
      try {
        tell(platform);
      } catch (PlatformUnavailable e) {
        LOG.warn("{} was not told who read how far: {}", platform.id(), e.getMessage());
        next = AFTER_SILENCE;
      }
    }
    return next;
  }

  void tell(Platform platform) throws PlatformUnavailable {
    List<Platform.Reader> all =
        readers
            .orderedStream()
            .flatMap(reader -> reader.readersOf(platform.id()).stream())
            .toList();
    platform.readersAt(all);
  }
}
