package reeve.square.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Slice;
import reeve.square.graph.Circles;
import reeve.square.graph.Graph;
import reeve.square.graph.Relationship;
import reeve.square.posts.Post;
import reeve.square.timelines.Timelines;
import reeve.square.timelines.Timelines.Wanted;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** An account as others see it, and what one may do about it. */
@Controller
final class ProfilePages {
  private static final int CIRCLE = 40;

  private final Accounts accounts;
  private final Timelines timelines;
  private final Graph graph;
  private final Circles circles;

  ProfilePages(Accounts accounts, Timelines timelines, Graph graph, Circles circles) {
    this.accounts = accounts;
    this.timelines = timelines;
    this.graph = graph;
    this.circles = circles;
  }

  @GetMapping("/@{handle}")
  @Needs(Who.ANYBODY)
  ModelAndView profile(
      Member member,
      @PathVariable String handle,
      @RequestParam(defaultValue = "") String show,
      @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    Account account = accounts.shown(handle);
    Wanted wanted =
        switch (show) {
          case "pictures" -> new Wanted(false, true, true, "");
          case "replies" -> Wanted.ALL;
          default -> new Wanted(true, false, false, "");
        };
    List<Post> posts =
        account.suspended()
            ? List.of()
            : timelines.of(account.id(), member.viewer(), TimelinePages.slice(maxId), wanted);
    return TimelinePages.list("profile", posts)
        .addObject("account", account)
        .addObject("show", show)
        .addObject("relation", relation(member, account.id()));
  }

  @GetMapping("/@{handle}/followers")
  @Needs(Who.ANYBODY)
  ModelAndView followers(
      @PathVariable String handle,
      @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    Account account = accounts.shown(handle);
    return circle("Followers", account, circles.followers(account.id(), slice(maxId)));
  }

  @GetMapping("/@{handle}/following")
  @Needs(Who.ANYBODY)
  ModelAndView following(
      @PathVariable String handle,
      @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    Account account = accounts.shown(handle);
    return circle("Following", account, circles.following(account.id(), slice(maxId)));
  }

  private static Slice slice(@Nullable Long maxId) {
    return maxId == null || maxId <= 0 ? Slice.first(CIRCLE) : Slice.before(maxId, CIRCLE);
  }

  private static ModelAndView circle(String title, Account account, List<Circles.Entry> entries) {
    return new ModelAndView("circle")
        .addObject("title", title)
        .addObject("account", account)
        .addObject("entries", account.suspended() ? List.of() : entries)
        .addObject("older", entries.size() < CIRCLE ? null : entries.getLast().place());
  }

  @PostMapping("/accounts/{id}/follow")
  @Needs(Who.MEMBER)
  ModelAndView follow(
      Member member,
      @PathVariable long id,
      @RequestParam(defaultValue = "false") boolean undo,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String inPlace) {
    AccountId target = new AccountId(id);
    Relationship relation =
        undo ? graph.unfollow(member.id(), target) : graph.follow(member.id(), target);
    return shown(target, relation, inPlace);
  }

  @PostMapping("/accounts/{id}/block")
  @Needs(Who.MEMBER)
  ModelAndView block(
      Member member, @PathVariable long id, @RequestParam(defaultValue = "false") boolean undo) {
    AccountId target = new AccountId(id);
    Relationship relation =
        undo ? graph.unblock(member.id(), target) : graph.block(member.id(), target);
    return shown(target, relation, null);
  }

  @PostMapping("/accounts/{id}/mute")
  @Needs(Who.MEMBER)
  ModelAndView mute(
      Member member, @PathVariable long id, @RequestParam(defaultValue = "false") boolean undo) {
    AccountId target = new AccountId(id);
    Relationship relation =
        undo ? graph.unmute(member.id(), target) : graph.mute(member.id(), target, null);
    return shown(target, relation, null);
  }

  private ModelAndView shown(AccountId id, Relationship relation, @Nullable String inPlace) {
    Account account = accounts.shown(id);
    return inPlace == null
        ? Back.to("/@" + account.handle(), "/")
        : new ModelAndView("profile :: actions")
            .addObject("account", account)
            .addObject("relation", relation);
  }

  private @Nullable Relationship relation(Member member, AccountId target) {
    AccountId me = member.account();
    return me == null || me.equals(target) || member.suspended()
        ? null
        : graph.relationship(me, target);
  }
}
