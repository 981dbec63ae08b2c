package reeve.server.cases;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How profiles and posts stand in the copies: as JSON of the platform's words. */
@Component
final class Copied {
  private static final TypeReference<List<Post>> POSTS = new TypeReference<>() {};

  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> READINGS =
      new TypeReference<>() {};

  private final JsonMapper json = JsonMapper.builder().build();

  String write(Post post) {
    return Storable.text(json.writeValueAsString(post));
  }

  String write(Profile profile) {
    return Storable.text(json.writeValueAsString(profile));
  }

  String write(List<Post> posts) {
    return Storable.text(json.writeValueAsString(posts));
  }

  /** What is said of a resemblance. */
  record Likeness(List<Resemblance.Reason> reasons, List<String> against) {}

  String write(Likeness words) {
    return json.writeValueAsString(words);
  }

  Likeness likeness(String body) {
    return json.readValue(body, Likeness.class);
  }

  String write(Map<String, @Nullable Object> readings) {
    return json.writeValueAsString(readings);
  }

  Map<String, @Nullable Object> readings(String body) {
    return json.readValue(body, READINGS);
  }

  Post post(String body) {
    return json.readValue(body, Post.class);
  }

  Profile profile(String body) {
    return json.readValue(body, Profile.class);
  }

  List<Post> posts(String body) {
    return json.readValue(body, POSTS);
  }

  /** The first half of a SHA-256: tells two versions of one post apart. */
  static byte[] digest(String body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] whole = sha.digest(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
