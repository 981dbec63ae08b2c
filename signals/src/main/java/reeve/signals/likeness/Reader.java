package reeve.signals.likeness;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.signals.Handoff;
import reeve.signals.Link;
import reeve.signals.NameFamily;
import reeve.signals.Normal;
import reeve.signals.TextSignals;

/** Reads features off what happened, into a profile. */
final class Reader {
  /** Two accounts do the same at one moment where they do it within one such stretch. */
  static final int MOMENT_SECONDS = 120;

  /** A text of fewer words is no copy of another: people greet each other. */
  static final int WORDS = 5;

  private final Profile profile;

  Reader(Profile profile) {
    this.profile = profile;
  }

  void posted(Observed.Posted event) {
    TextSignals signals = new TextSignals(event.text());
    long at = event.at().getEpochSecond();
    String post = event.post();
    profile.wrote(language(event));
    ways(signals, at, post);
    for (String tag : signals.hashtags()) {
      hold(Kind.HASHTAG, tag, at, post);
    }
    for (String mentioned : event.mentions()) {
      hold(Kind.MENTION, mentioned, at, post);
    }
    for (String picture : event.pictures()) {
      hold(Kind.MEDIA, picture, at, post);
    }
    Wording wording =
        new Wording(hash -> profile.hold(Feature.of(Kind.PHRASE, hash), at, post, null));
    int words =
        Words.each(
            Quotes.without(signals.textKept()),
            word -> {
              profile.hold(Feature.of(Kind.WORD, word), 0, null, null);
              wording.next(word);
            });
    String copy = words < WORDS ? null : signals.fingerprint();
    if (copy != null) {
      hold(Kind.TEXT, copy, at, post);
      moment(Kind.MOMENT, copy, at, post);
    }
  }

  /** Where a text leads. */
  private void ways(TextSignals signals, long at, String post) {
    for (Handoff handoff : signals.handoffs()) {
      hold(
          Kind.INVITE,
          handoff.messenger().name().toLowerCase(Locale.ROOT) + " " + handoff.id(),
          at,
          post);
    }
    for (Link link : signals.linkEvidence()) {
      if (link.handoff() == null) {
        hold(Kind.LINK, bare(link.address()), at, post);
      }
    }
  }

  void boosted(Observed.Boosted event) {
    long at = event.at().getEpochSecond();
    hold(Kind.BOOST, event.post(), at, event.post());
    moment(Kind.TOGETHER, event.post(), at, event.post());
  }

  void described(Observed.Described event) {
    profile.handle = event.handle();
    profile.createdAt = event.createdAt().getEpochSecond();
    profile.followers = event.followers();
    profile.following = event.following();
    profile.posts = event.posts();
    only(Kind.NAME, NameFamily.of(event.handle()).keys());
    String display = Normal.of(event.displayName());
    only(Kind.DISPLAY, display.indexOf(' ') > 0 ? display : "");
    TextSignals bio = new TextSignals(event.bio());
    profile.forget(Held.PROFILE);
    ways(bio, 0, Held.PROFILE);
    ways(new TextSignals(event.fields()), 0, Held.PROFILE);
    String copy = bio.fingerprint();
    only(Kind.BIO, copy == null || Words.count(bio.textKept()) < WORDS ? "" : copy);
    only(Kind.AVATAR, event.avatar() == null ? "" : event.avatar());
  }

  /** The one of its kind, in place of what was there. */
  private void only(Kind kind, String value) {
    only(kind, value.isEmpty() ? Set.of() : Set.of(value));
  }

  private void only(Kind kind, Set<String> values) {
    Set<Long> now = new HashSet<>();
    for (String value : values) {
      long feature = Feature.of(kind, value);
      now.add(feature);
      if (!profile.held.containsKey(feature)) {
        profile.hold(feature, 0, null, value);
      }
    }
    for (long each : profile.of(kind)) {
      if (!now.contains(each)) {
        profile.drop(each);
      }
    }
  }

  private void hold(Kind kind, String value, long at, String post) {
    profile.hold(Feature.of(kind, value), at, post, value);
  }

  private void moment(Kind kind, String value, long at, String post) {
    long moment = Feature.mix(Feature.hash(value), at / MOMENT_SECONDS);
    profile.hold(Feature.of(kind, moment), at, post, null);
  }

  private static String language(Observed.Posted event) {
    @Nullable String told = event.language();
    if (told != null && !told.isBlank()) {
      int end = 0;
      while (end < told.length() && Character.isLetter(told.charAt(end))) {
        end++;
      }
      return told.substring(0, Math.min(end, 12)).toLowerCase(Locale.ROOT);
    }
    return Words.script(event.text());
  }

  private static String bare(String link) {
    int from = link.indexOf("://");
    String rest = from < 0 ? link : link.substring(from + 3);
    int end = rest.length();
    int query = rest.indexOf('?');
    int fragment = rest.indexOf('#');
    end = query < 0 ? end : Math.min(end, query);
    end = fragment < 0 ? end : Math.min(end, fragment);
    while (end > 0 && rest.charAt(end - 1) == '/') {
      end--;
    }
    return rest.substring(0, end);
  }
}
