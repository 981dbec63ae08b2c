package reeve.server.likeness;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.signals.likeness.Between;

/**
 * The network picture of "who else?". The page holds no account; what is seen is asked for, and
 * recorded, with its data.
 */
@Controller
@Access(Access.Who.REVIEWER)
final class PicturePages {
  private final Starts starts;
  private final Asking asking;
  private final Looks looks;
  private final Picture picture;
  private final Feed feed;

  PicturePages(Starts starts, Asking asking, Looks looks, Picture picture, Feed feed) {
    this.starts = starts;
    this.asking = asking;
    this.looks = looks;
    this.picture = picture;
    this.feed = feed;
  }

  @GetMapping("/alike/picture")
  String show(
      Member member, @ModelAttribute Asked asked, Model model, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    Search search = starts.search(asked);
    model.addAttribute("search", search);
    model.addAttribute("trouble", feed.notice());
    model.addAttribute("behind", feed.behind());
    model.addAttribute("most", Between.MOST);
    if (search.nothing()) {
      return "likeness/picture";
    }
    looks.requireNoConflict(search, asking.seeds(search), member);
    Optional<AccountRef> unexplained = looks.wantsReason(search.accounts(), member);
    if (unexplained.isPresent()) {
      String back = AlikePages.address("/alike/picture", search);
      return "redirect:" + looks.ask(unexplained.get(), back);
    }
    model.addAttribute("data", AlikePages.address("/alike/picture.json", search));
    return "likeness/picture";
  }

  @GetMapping(path = "/alike/picture.json", produces = "application/json")
  @ResponseBody
  Picture.Drawn data(Member member, @ModelAttribute Asked asked, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    Search search = starts.search(asked);
    if (search.nothing()) {
      throw new Refused(
          LikenessProblem.NO_SEED,
          "Name at least one account to begin with, as ?account=PLATFORM/ID, or a case.");
    }
    List<AccountRef> seeds = asking.seeds(search);
    looks.requireNoConflict(search, seeds, member);
    looks
        .wantsReason(search.accounts(), member)
        .ifPresent(account -> {
          throw new Refused(
              LikenessProblem.REASON_MISSING,
              "No case was ever about %s. Say at %s why you look, then ask again."
                  .formatted(Named.of(account), looks.ask(account, "/alike")));
        });
    Asking.Answer answer = asking.ask(seeds, search.yes(), search.no(), AlikePages.SHOWN, null);
    Picture.Drawn drawn = picture.of(answer);
    looks.viewed(answer, member.id().actor());
    return drawn;
  }
}
