package reeve.square.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Times;
import reeve.square.notices.Markers;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Preferences, and how far one has read. */
@RestController
final class PreferencesApi {
  private final Accounts accounts;
  private final Markers markers;

  PreferencesApi(Accounts accounts, Markers markers) {
    this.accounts = accounts;
    this.markers = markers;
  }

  @GetMapping("/api/v1/preferences")
  @Needs(value = Who.MEMBER, scope = "read:accounts")
  Map<String, Object> preferences(AccountId me) {
    var account = accounts.get(me);
    var shape = new LinkedHashMap<String, Object>();
    shape.put("posting:default:visibility", account.defaultVisibility().word());
    shape.put("posting:default:sensitive", false);
    shape.put("posting:default:language", account.language());
    shape.put("reading:expand:media", "default");
    shape.put("reading:expand:spoilers", false);
    return shape;
  }

  @GetMapping("/api/v1/markers")
  @Needs(value = Who.MEMBER, scope = "read:statuses")
  Map<String, Object> markers(AccountId me, Params params) {
    List<String> wanted = params.list("timeline");
    var shape = new LinkedHashMap<String, Object>();
    for (var marker : markers.of(me)) {
      if (wanted.isEmpty() || wanted.contains(marker.timeline())) {
        shape.put(
            marker.timeline(),
            Map.of(
                "last_read_id", Long.toString(marker.lastRead()),
                "version", marker.version(),
                "updated_at", Times.iso(marker.at())));
      }
    }
    return shape;
  }

  @PostMapping("/api/v1/markers")
  @Needs(value = Who.MEMBER, scope = "write:statuses")
  Map<String, Object> mark(AccountId me, Params params) {
    for (String timeline : List.of("home", "notifications")) {
      String lastRead = params.text(timeline + "[last_read_id]");
      if (lastRead != null) {
        markers.set(me, timeline, lastRead);
      }
    }
    return markers(me, params);
  }
}
