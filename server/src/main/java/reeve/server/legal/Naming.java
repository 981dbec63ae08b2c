package reeve.server.legal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.PostRef;
import reeve.server.platform.Refused;
import reeve.server.platform.ServerSettings;

/**
 * Reads which post of whom an order means. What cannot be read is kept with the reason: whether a
 * post exists, the platform says when it is to be removed.
 */
@Component
final class Naming {
  /** {@code https://square.example/@ada/112}, and the address that servers give one another. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<host>https?://[^/\\s]+)/(?:@(?<at>[^/\\s]+)|users/(?<user>[^/\\s]+)/statuses)"
              + "/(?<post>[^/?#\\s]+)[/?#]?\\S*");

  /** Why nobody was found while it is not known whether there is somebody. */
  static final String NO_ANSWER = "The platform did not answer: look again.";

  private final Platforms platforms;
  private final ServerSettings settings;

  Naming(Platforms platforms, ServerSettings settings) {
    this.platforms = platforms;
    this.settings = settings;
  }

  /**
   * The posts of an order, in its order. Asks the platform; not for a transaction.
   *
   * @param account by name or id, empty where each address tells: whose a post is that is named by
   *     its id alone, or by an address with a name that nobody has
   * @param posts addresses or ids
   */
  List<Named> read(PlatformId platform, String account, List<String> posts) {
    List<Named> named = new ArrayList<>();
    Found given = account.isBlank() ? null : found(platform, account.strip());
    Map<String, Found> authors = new HashMap<>();
    for (String words : posts) {
      named.add(one(platform, given, authors, words, named.size() + 1));
    }
    return named;
  }

  /**
   * The account of these words. Asks the platform; not for a transaction.
   *
   * @param words a name or an id
   * @throws Refused with why there is none
   */
  AccountRef account(PlatformId platform, String words) {
    Found who = found(platform, words.strip());
    AccountRef account = who.account();
    if (account == null) {
      throw new Refused(LegalProblem.NO_SUCH_ACCOUNT, who.missing());
    }
    return account;
  }

  /** The same without refusing: an order that names nobody is taken in, too. */
  Found look(PlatformId platform, String words) {
    return found(platform, words.strip());
  }

  /** An account, or why there is none. */
  record Found(@Nullable AccountRef account, String missing) {
    boolean isNobody() {
      return account == null && !missing.equals(NO_ANSWER);
    }
  }

  private Named one(
      PlatformId platform,
      @Nullable Found given,
      Map<String, Found> authors,
      String words,
      int place) {
    Matcher address = ADDRESS.matcher(words);
    if (!address.matches()) {
      if (words.contains("://")) {
        return missing(place, words, "This is no address of a post.");
      }
      if (given == null) {
        return missing(place, words, "An id needs the account that it belongs to.");
      }
      return named(place, words, post(platform, words), given);
    }
    if (platform.equals(PlatformId.SQUARE) && !ours(address.group("host"))) {
      return missing(place, words, "This address lies on another server.");
    }
    String handle = address.group("at") == null ? address.group("user") : address.group("at");
    Found author = authors.computeIfAbsent("@" + decoded(handle), it -> found(platform, it));
    return named(
        place,
        words,
        post(platform, decoded(address.group("post"))),
        author.isNobody() && given != null ? given : author);
  }

  private boolean ours(String host) {
    return settings.squareUrl().equalsIgnoreCase(host);
  }

  private Found found(PlatformId platform, String words) {
    boolean handle = words.startsWith("@");
    Optional<Platform> connected = platforms.find(platform);
    try {
      Optional<AccountRef> found =
          connected.isEmpty()
              ? Optional.empty()
              : connected.get().named(handle ? words.substring(1) : words);
      if (found.isPresent()) {
        return new Found(found.get(), "");
      }
    } catch (PlatformUnavailable e) {
      return new Found(null, NO_ANSWER);
    }
    if (handle && connected.isPresent()) {
      return new Found(null, "Nobody has this name there.");
    }
    try {
      return new Found(new AccountRef(platform, handle ? words.substring(1) : words), "");
    } catch (IllegalArgumentException e) {
      return new Found(null, "That is no account's id.");
    }
  }

  private static @Nullable PostRef post(PlatformId platform, String id) {
    try {
      return new PostRef(platform, id);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Named named(int place, String words, @Nullable PostRef post, Found who) {
    String missing = post == null ? "That is no post's id." : who.missing();
    return new Named(place, words, post, who.account(), missing, null, null, "");
  }

  private static Named missing(int place, String words, String why) {
    return new Named(place, words, null, null, why, null, null, "");
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }
}
