package reeve.server.likeness;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.staff.Lease;
import reeve.signals.media.Digests;
import reeve.signals.media.Pdq;
import reeve.signals.media.PdqSet;
import reeve.signals.media.Picture;
import reeve.signals.media.PictureLimits;
import reeve.signals.media.PictureReader;

/**
 * Looks at pictures that were shown, one by one beside the feed, and names each by the first known
 * one within a distance of {@value Pdq#MATCH}, turned and mirrored too.
 */
@Component
final class PictureNaming {
  private static final int AT_ONCE = 20;
  private static final int TRIES_MOST = 20;
  private static final int FORGET_EVERY = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final KnownPictures known;
  private final Platforms platforms;
  private final LikenessSettings settings;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final PictureReader reader = new PictureReader(PictureLimits.STANDARD);
  private PdqSet firsts = new PdqSet();
  private long lease = -1;
  private int named = FORGET_EVERY;

  PictureNaming(
      KnownPictures known,
      Platforms platforms,
      LikenessSettings settings,
      InstantSource clock,
      MeterRegistry meters) {
    this.known = known;
    this.platforms = platforms;
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
  }

  /** Names what is due; says how long to wait before the next round. */
  Duration round(@Nullable Lease held) {
    long number = held == null ? 0 : held.number();
    if (number != lease) {
      // Another process may have named some meanwhile.
      firsts = PdqSet.of(known.firsts());
      lease = number;
    }
    List<KnownPictures.Due> due = known.due(AT_ONCE);
    due.forEach(this::look);
    if (firsts.unsettled() >= PdqSet.UNSETTLED) {
      firsts.settle();
    }
    named += due.size();
    if (named >= FORGET_EVERY) {
      named = 0;
      known.forget(settings.picturesMost()).forEach(firsts::remove);
    }
    return due.size() == AT_ONCE ? Duration.ZERO : IDLE;
  }

  private void look(KnownPictures.Due picture) {
    Optional<Platform> platform = platforms.find(new PlatformId(picture.platform()));
    byte @Nullable [] bytes;
    try {
      bytes = platform.isEmpty() ? null : platform.get().media(picture.sha256()).orElse(null);
    } catch (PlatformUnavailable e) {
      later(picture);
      return;
    }
    if (bytes == null || !Digests.of(bytes).sha256().hex().equals(picture.sha256())) {
      name(picture, null, picture.sha256(), "missing");
    } else if (reader.read(bytes) instanceof Picture.Decoded read && !read.hash().discarded()) {
      List<PdqSet.Near> near = firsts.nearest(read.hash(), 1).nearest();
      String name =
          near.isEmpty()
              ? picture.sha256()
              : known.first(near.getFirst().hash()).orElse(picture.sha256());
      boolean first = name.equals(picture.sha256());
      name(picture, read.hash().hash(), name, first ? "first" : "alike");
      if (first) {
        firsts.add(read.hash().hash());
      }
    } else {
      name(picture, null, picture.sha256(), "by-bytes");
    }
  }

  private void name(KnownPictures.Due picture, @Nullable Pdq pdq, String name, String outcome) {
    known.name(picture, pdq, name);
    count(outcome);
  }

  private void later(KnownPictures.Due picture) {
    if (picture.tries() + 1 >= TRIES_MOST) {
      name(picture, null, picture.sha256(), "given-up");
      return;
    }
    long pause = Math.min(3_600, 2L << Math.min(picture.tries(), 20));
    known.later(picture, clock.instant().plusSeconds(pause));
  }

  private void count(String outcome) {
    meters.counter("reeve.likeness.pictures", "outcome", outcome).increment();
  }
}
