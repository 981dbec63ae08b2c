package reeve.square.api;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.AccountId;
import reeve.square.base.Slice;
import reeve.square.base.Viewer;
import reeve.square.search.Search;
import reeve.square.timelines.Timelines;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Timelines and search. */
@RestController
final class TimelinesApi {
  private final Timelines timelines;
  private final Search search;
  private final Shaper shaper;

  TimelinesApi(Timelines timelines, Search search, Shaper shaper) {
    this.timelines = timelines;
    this.search = search;
    this.shaper = shaper;
  }

  @GetMapping("/api/v1/timelines/home")
  @Needs(value = Who.MEMBER, scope = "read:statuses")
  ResponseEntity<List<Shape.Status>> home(AccountId me, Params params) {
    return shaper.page(timelines.home(me, params.slice(20, 40)));
  }

  @GetMapping("/api/v1/timelines/public")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Status>> everybody(Viewer viewer, Params params) {
    if (params.flag("remote")) {
      return shaper.page(List.of());
    }
    return shaper.page(
        timelines.everybody(viewer, params.slice(20, 40), params.flag("only_media")));
  }

  @GetMapping("/api/v1/timelines/tag/{tag}")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Status>> tagged(
      @PathVariable String tag, Viewer viewer, Params params) {
    return shaper.page(timelines.tagged(viewer, tag, params.slice(20, 40)));
  }

  @GetMapping("/api/v2/search")
  @Needs(value = Who.MEMBER, scope = "read:search")
  Shape.Found find(Viewer viewer, Params params) {
    String query = params.required("q");
    String type = params.text("type", "");
    int limit = params.number("limit", 20, 1, 40);
    int offset = params.number("offset", 0, 0, 1000);
    Slice given = params.slice(20, 40);
    var slice = new Slice(limit, given.maxId(), given.sinceId(), given.minId());
    return new Shape.Found(
        wanted(type, "accounts")
            ? search.accounts(viewer, query, limit, offset).stream().map(shaper::account).toList()
            : List.of(),
        wanted(type, "statuses")
            ? shaper.statuses(search.posts(viewer, query, slice, offset))
            : List.of(),
        wanted(type, "hashtags")
            ? search.tags(viewer, query, limit, offset).stream().map(shaper::tag).toList()
            : List.of());
  }

  private static boolean wanted(String type, String kind) {
    return type.isEmpty() || type.equals(kind);
  }
}
