package reeve.square.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.base.Slice;
import reeve.square.posts.Post;
import reeve.square.search.Search;
import reeve.square.timelines.Timelines;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Paths;

/** Lists of posts: home, everybody's, a hashtag's, a search's. */
@Controller
final class TimelinePages {
  /** How many posts a page shows. */
  static final int PAGE = 20;

  private static final int FOUND_ACCOUNTS = 8;
  private static final int FOUND_TAGS = 8;

  private final Timelines timelines;
  private final Search search;
  private final PageSettings settings;

  TimelinePages(Timelines timelines, Search search, PageSettings settings) {
    this.timelines = timelines;
    this.search = search;
    this.settings = settings;
  }

  @GetMapping("/")
  @Needs(Who.ANYBODY)
  ModelAndView home(
      Member member, @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    if (member.suspended()) {
      return Back.to(Paths.STANDING, Paths.STANDING);
    }
    if (member.account() == null) {
      return settings.hasTour() ? Back.to("/tour", "/") : Back.to("/public", "/");
    }
    List<Post> posts = timelines.home(member.id(), slice(maxId));
    return list("home", posts).addObject("form", WriteForm.EMPTY);
  }

  @GetMapping("/public")
  @Needs(Who.ANYBODY)
  ModelAndView everybody(
      Member member, @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    return list("public", timelines.everybody(member.viewer(), slice(maxId), false));
  }

  @GetMapping("/tags/{tag}")
  @Needs(Who.ANYBODY)
  ModelAndView tag(
      Member member,
      @PathVariable String tag,
      @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    return list("tag", timelines.tagged(member.viewer(), tag, slice(maxId))).addObject("tag", tag);
  }

  @GetMapping("/search")
  @Needs(Who.ANYBODY)
  ModelAndView search(
      Member member,
      @RequestParam(name = "q", defaultValue = "") String query,
      @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    boolean first = maxId == null;
    ModelAndView page = list("search", search.posts(member.viewer(), query, slice(maxId), 0));
    page.addObject("query", query);
    page.addObject(
        "accounts", first ? search.accounts(member.viewer(), query, FOUND_ACCOUNTS, 0) : List.of());
    page.addObject("tags", first ? search.tags(member.viewer(), query, FOUND_TAGS, 0) : List.of());
    return page;
  }

  static Slice slice(@Nullable Long maxId) {
    return maxId == null || maxId <= 0 ? Slice.first(PAGE) : Slice.before(maxId, PAGE);
  }

  /** A page with posts, and where the older ones begin. */
  static ModelAndView list(String page, List<Post> posts) {
    return new ModelAndView(page)
        .addObject("posts", posts)
        .addObject("older", posts.size() < PAGE ? null : posts.getLast().id().value());
  }
}
