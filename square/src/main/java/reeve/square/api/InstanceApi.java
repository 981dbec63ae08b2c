package reeve.square.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.accounts.SignUp;
import reeve.square.base.Clocked;
import reeve.square.base.Settings;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.media.MediaStore;
import reeve.square.media.Pictures;
import reeve.square.rules.SquareRules;
import reeve.square.sight.Sight;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Paths;

/** What clients ask before anybody signs in. */
@RestController
final class InstanceApi {
  /** The version of the Mastodon API whose shapes these are, then our own. */
  static final String VERSION = "4.3.0 (compatible; Reeve 0.1.0)";

  private static final List<String> TYPES = List.of("image/jpeg", "image/png", "image/gif");

  private final Settings settings;
  private final SquareRules rules;
  private final SignUp signUp;
  private final Clocked db;

  InstanceApi(Settings settings, SquareRules rules, SignUp signUp, Clocked db) {
    this.settings = settings;
    this.rules = rules;
    this.signUp = signUp;
    this.db = db;
  }

  private String domain(HttpServletRequest request) {
    return settings.domain() != null
        ? settings.domain()
        : Paths.base(request).replaceFirst("^https?://", "");
  }

  private Map<String, Object> limits() {
    return Map.of(
        "accounts", Map.of("max_featured_tags", 0, "max_pinned_statuses", 0),
        "statuses",
            Map.of(
                "max_characters", Settings.POST_LENGTH,
                "max_media_attachments", Settings.POST_PICTURES,
                "characters_reserved_per_url", 0),
        "media_attachments",
            Map.of(
                "supported_mime_types",
                TYPES,
                "image_size_limit",
                Pictures.MOST_BYTES,
                "image_matrix_limit",
                Pictures.MOST_PIXELS,
                "description_limit",
                MediaStore.DESCRIPTION,
                "video_size_limit",
                0,
                "video_frame_rate_limit",
                0,
                "video_matrix_limit",
                0),
        "polls",
            Map.of(
                "max_options", 0,
                "max_characters_per_option", 0,
                "min_expiration", 0,
                "max_expiration", 0));
  }

  @GetMapping("/api/v1/instance")
  @Needs(Who.ANYBODY)
  Map<String, Object> first(HttpServletRequest request) {
    return Map.ofEntries(
        Map.entry("uri", domain(request)),
        Map.entry("title", settings.name()),
        Map.entry("short_description", settings.description()),
        Map.entry("description", settings.description()),
        Map.entry("email", ""),
        Map.entry("version", VERSION),
        Map.entry("urls", Map.of("streaming_api", "")),
        Map.entry("stats", stats()),
        Map.entry("thumbnail", Paths.base(request) + "/static/nobody.svg"),
        Map.entry("languages", List.of()),
        Map.entry("registrations", signUp.mode() != SignUpMode.CLOSED),
        Map.entry("approval_required", signUp.mode() == SignUpMode.APPROVAL),
        Map.entry("invites_enabled", false),
        Map.entry("configuration", limits()),
        Map.entry("rules", rules()));
  }

  private Map<String, Object> stats() {
    return db.sql(
            """
            select (select count(*) from accounts a where %s) as users,
              (select greatest(reltuples, 0)::bigint from pg_catalog.pg_class
                where oid = 'posts'::regclass) as posts
            """
                .formatted(Sight.present("a")))
        .query((row, n) ->
            Map.<String, Object>of(
                "user_count", row.getLong("users"),
                "status_count", row.getLong("posts"),
                "domain_count", 0))
        .single();
  }

  @GetMapping("/api/v2/instance")
  @Needs(Who.ANYBODY)
  Map<String, Object> second(HttpServletRequest request) {
    return Map.ofEntries(
        Map.entry("domain", domain(request)),
        Map.entry("title", settings.name()),
        Map.entry("version", VERSION),
        Map.entry("source_url", ""),
        Map.entry("description", settings.description()),
        Map.entry("usage", Map.of("users", Map.of("active_month", 0))),
        Map.entry("thumbnail", Map.of("url", Paths.base(request) + "/static/nobody.svg")),
        Map.entry("languages", List.of()),
        Map.entry("configuration", limits()),
        Map.entry(
            "registrations",
            Map.of(
                "enabled",
                signUp.mode() != SignUpMode.CLOSED,
                "approval_required",
                signUp.mode() == SignUpMode.APPROVAL)),
        Map.entry("contact", Map.of("email", "")),
        Map.entry("rules", rules()));
  }

  @GetMapping("/api/v1/instance/rules")
  @Needs(Who.ANYBODY)
  List<Shape.Rule> rules() {
    return rules.inForce().rules().stream()
        .map(rule -> new Shape.Rule(rule.id(), rule.text(), rule.hint()))
        .collect(Collectors.toList());
  }

  @GetMapping("/api/v1/custom_emojis")
  @Needs(Who.ANYBODY)
  List<Object> emojis() {
    return List.of();
  }
}
