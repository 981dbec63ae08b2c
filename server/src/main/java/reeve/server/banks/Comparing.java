package reeve.server.banks;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.RuleRef;
import reeve.server.cases.Surfacing;
import reeve.server.cases.Tagged;
import reeve.server.cases.VerdictId;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.PostRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.signals.media.Digests;
import reeve.signals.media.Turn;

/**
 * Looks the pictures of public posts up, one by one, beside intake. A match is recorded and marks
 * the post and its account for staff.
 */
@Component
final class Comparing {
  private static final Kind MATCHED = new Kind("banks.matched", 1);
  private static final int AT_ONCE = 20;
  private static final int TRIES_MOST = 20;
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final PostPictures pictures;
  private final LookUp lookUp;
  private final Platforms platforms;
  private final Surfacing surfacing;
  private final Records records;
  private final BankSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final MeterRegistry meters;

  Comparing(
      PostPictures pictures,
      LookUp lookUp,
      Platforms platforms,
      Surfacing surfacing,
      Records records,
      BankSettings settings,
      InstantSource clock,
      TransactionTemplate transaction,
      MeterRegistry meters) {
    this.pictures = pictures;
    this.lookUp = lookUp;
    this.platforms = platforms;
    this.surfacing = surfacing;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
    this.meters = meters;
    meters.gauge("reeve.banks.waiting", pictures, it -> (double) it.waiting());
  }

  /** Looks up what is due; says how long to wait before the next round. */
  Duration round() {
    List<PostPictures.Waiting> due = pictures.due(AT_ONCE);
    due.forEach(this::compare);
    return due.size() == AT_ONCE ? Duration.ZERO : IDLE;
  }

  private void compare(PostPictures.Waiting picture) {
    Optional<Platform> platform = platforms.find(picture.post().platform());
    if (platform.isEmpty()) {
      give(picture, "No connector of this platform gives its pictures.");
      return;
    }
    byte @Nullable [] bytes;
    try {
      bytes = platform.get().media(picture.sha256()).orElse(null);
    } catch (PlatformUnavailable e) {
      later(picture);
      return;
    }
    if (bytes == null || !Digests.of(bytes).sha256().hex().equals(picture.sha256())) {
      // Deleted in the meantime, in most cases: there is nothing left to look at.
      count("missing");
      pictures.done(picture);
      return;
    }
    LookUp.Answer answer = lookUp.file(bytes);
    count(
        !answer.matches().isEmpty()
            ? "matched"
            : answer.discarded()
                ? "discarded"
                : answer.refusal().isEmpty() ? "unknown" : "unreadable");
    transaction.executeWithoutResult(_ -> {
      if (!answer.matches().isEmpty()) {
        mark(picture, answer);
      }
      pictures.done(picture);
    });
  }

  private void mark(PostPictures.Waiting picture, LookUp.Answer answer) {
    List<Tagged> tags = new ArrayList<>();
    for (LookUp.Match match : answer.matches()) {
      tags.add(tag(picture, picture.post(), match, answer.quality()));
      tags.add(tag(picture, null, match, answer.quality()));
      records.append(
          new Entry(
              MATCHED,
              picture.account(),
              new Actor.Worker("banks"),
              null,
              Map.of(),
              Map.of(
                  "post", picture.post().nativeId(),
                  "picture", picture.sha256(),
                  "entry", match.known().id(),
                  "distance", match.distance(),
                  "turn", match.turn().name(),
                  "quality", answer.quality())));
    }
    surfacing.tag(tags);
  }

  private Tagged tag(
      PostPictures.Waiting picture, @Nullable PostRef post, LookUp.Match match, int quality) {
    Known known = match.known();
    String hash = known.entry().hash().hex();
    String words =
        "A picture matches entry %d of the banks (%s, %s, from %s) at distance %d%s; quality %d."
            .formatted(
                known.id(),
                known.entry().hash().kind(),
                known.entry().labels().isEmpty()
                    ? "no label"
                    : String.join(", ", known.entry().labels()),
                known.entry().source(),
                match.distance(),
                match.turn() == Turn.NONE
                    ? ""
                    : ", " + match.turn().name().toLowerCase(Locale.ROOT),
                quality);
    return new Tagged(
        new VerdictId(
            digest(
                String.join(
                    "\n",
                    "banks",
                    picture.post().platform().value(),
                    picture.post().nativeId(),
                    picture.sha256(),
                    hash))),
        new RuleRef("picture bank", "entry " + known.id(), digest(hash), words),
        picture.account(),
        post,
        "picture matches bank entry %d at %d".formatted(known.id(), match.distance()),
        clock.instant(),
        settings.tagHolds());
  }

  private static String digest(String text) {
    return Digests.of(text.getBytes(StandardCharsets.UTF_8)).sha256().hex();
  }

  private void later(PostPictures.Waiting picture) {
    if (picture.tries() + 1 >= TRIES_MOST) {
      give(picture, "The platform did not give the picture.");
      return;
    }
    Instant next = clock.instant().plusSeconds(Math.min(3600, 2L << Math.min(picture.tries(), 20)));
    pictures.later(picture, next, "The platform could not be reached.");
  }

  private void give(PostPictures.Waiting picture, String trouble) {
    count("given-up");
    pictures.later(picture, null, trouble);
  }

  private void count(String outcome) {
    meters.counter("reeve.banks.pictures", "outcome", outcome).increment();
  }
}
