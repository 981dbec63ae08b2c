package reeve.server.legal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import reeve.server.platform.Action;

/** What can be disclosed of an account; there is nothing else. Never who reported whom. */
enum Data {
  SUBSCRIBER("name, mail address, sign-up and profile", Action.Category.SUBSCRIBER),
  SIGN_INS("times and addresses of signing in", Action.Category.SIGN_INS),
  PUBLIC_POSTS("public posts", Action.Category.PUBLIC_POSTS),
  /** Of the server's own keeping alone. */
  SANCTIONS("what was decided against the account", null),
  PRIVATE_POSTS("private and direct posts", Action.Category.PRIVATE_POSTS);

  private final String words;
  private final Optional<Action.Category> platform;

  Data(String words, Action.@org.jspecify.annotations.Nullable Category platform) {
    this.words = words;
    this.platform = Optional.ofNullable(platform);
  }

  public String words() {
    return words;
  }

  /** What the platform is asked for; empty where it knows nothing of it. */
  Optional<Action.Category> platform() {
    return platform;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty where it is the code of none. */
  static Optional<Data> find(String code) {
    return Arrays.stream(values()).filter(it -> it.code().equals(code)).findFirst();
  }

  static Data ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** For sentences. */
  static String words(Collection<Data> data) {
    return data.stream().sorted().map(Data::words).collect(Collectors.joining("; "));
  }
}
