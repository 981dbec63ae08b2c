package reeve.server.bundle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;

/** Posts and profiles as a bundle names and holds them: the platform's words and nothing else. */
final class Words {
  private final String squareUrl;

  Words(String squareUrl) {
    this.squareUrl = squareUrl;
  }

  static Map<String, @Nullable Object> of(Post post) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("id", post.post().nativeId());
    words.put("author", post.author().nativeId());
    words.put("at", post.at().toString());
    words.put("text", sound(post.text()));
    words.put("language", post.language());
    words.put("visibility", post.visibility().name().toLowerCase(java.util.Locale.ROOT));
    PostRef replyTo = post.replyTo();
    words.put("replyTo", replyTo == null ? null : replyTo.nativeId());
    words.put("mentions", post.mentions().stream().map(AccountRef::nativeId).toList());
    words.put(
        "media",
        post.media().stream()
            .map(it ->
                Map.of(
                    "sha256", it.sha256(),
                    "type", sound(it.type()),
                    "width", it.width(),
                    "height", it.height(),
                    "description", sound(it.description())))
            .toList());
    return words;
  }

  /** Without what somebody wrote to be let in: that was for staff alone. */
  static Map<String, @Nullable Object> of(Profile profile) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("id", profile.account().nativeId());
    words.put("handle", sound(profile.handle()));
    words.put("displayName", sound(profile.displayName()));
    words.put("bio", sound(profile.bio()));
    words.put("location", sound(profile.location()));
    words.put(
        "fields",
        profile.fields().stream()
            .map(it -> Map.of("name", sound(it.name()), "value", sound(it.value())))
            .toList());
    words.put("avatar", profile.avatar());
    words.put("createdAt", profile.createdAt().toString());
    words.put("state", profile.state().name().toLowerCase(java.util.Locale.ROOT));
    words.put("followers", profile.followers());
    words.put("following", profile.following());
    words.put("posts", profile.posts());
    return words;
  }

  /** Half a pair of surrogates is no character, and canonical JSON refuses it. */
  static String sound(String text) {
    if (text.codePoints().noneMatch(Words::half)) {
      return text;
    }
    StringBuilder sound = new StringBuilder(text.length());
    text.codePoints().forEach(c -> sound.appendCodePoint(half(c) ? 0xfffd : c));
    return sound.toString();
  }

  private static boolean half(int codePoint) {
    return codePoint >= 0xd800 && codePoint <= 0xdfff;
  }

  /** Where the profile stands, or its name where no address is known. */
  String url(AccountRef account, String handle) {
    return account.platform().equals(PlatformId.SQUARE)
        ? squareUrl + "/@" + encoded(handle)
        : "urn:x-reeve:account:%s:%s".formatted(account.platform(), encoded(account.nativeId()));
  }

  /** Where the post stands, or its name where no address is known. */
  String url(PostRef post, String handle) {
    return post.platform().equals(PlatformId.SQUARE)
        ? squareUrl + "/@" + encoded(handle) + "/" + encoded(post.nativeId())
        : "urn:x-reeve:post:%s:%s".formatted(post.platform(), encoded(post.nativeId()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
