package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Slice;
import reeve.square.letters.Letters;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.reports.Flag;
import reeve.square.reports.Reports;
import reeve.square.rules.SquareRules;
import reeve.square.timelines.Timelines;
import reeve.square.timelines.Timelines.Wanted;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** Flagging an account, possibly with posts of it, and what became of one's flags. */
@Controller
final class FlagPages {
  private static final int OFFERED = 15;
  private static final int LISTED = 100;

  private final Reports reports;
  private final Accounts accounts;
  private final PostReader reader;
  private final Timelines timelines;
  private final SquareRules rules;
  private final Letters letters;

  FlagPages(
      Reports reports,
      Accounts accounts,
      PostReader reader,
      Timelines timelines,
      SquareRules rules,
      Letters letters) {
    this.reports = reports;
    this.accounts = accounts;
    this.reader = reader;
    this.timelines = timelines;
    this.rules = rules;
    this.letters = letters;
  }

  /** A flag as it is being written. */
  record FlagForm(Set<Long> posts, String category, Set<String> rules, String comment) {}

  @GetMapping("/flag")
  @Needs(Who.MEMBER)
  ModelAndView form(
      Member member,
      @RequestParam(required = false) @Nullable Long account,
      @RequestParam(required = false) @Nullable Long post) {
    Post chosen = post == null ? null : reader.get(member.viewer(), new PostId(post)).content();
    if (chosen == null && account == null) {
      throw Refusal.notFound("post or account to flag");
    }
    AccountId subject = chosen != null ? chosen.author().id() : new AccountId(orZero(account));
    Set<Long> posts = chosen == null ? Set.of() : Set.of(chosen.id().value());
    return page(member, subject, new FlagForm(posts, "violation", Set.of(), ""));
  }

  @PostMapping("/flag")
  @Needs(Who.MEMBER)
  ModelAndView file(
      Member member,
      HttpServletResponse response,
      @RequestParam long account,
      @RequestParam(name = "post", required = false) @Nullable List<Long> posts,
      @RequestParam(defaultValue = "") String category,
      @RequestParam(name = "rule", required = false) @Nullable List<String> rule,
      @RequestParam(defaultValue = "") String comment) {
    AccountId subject = new AccountId(account);
    Set<Long> chosen = posts == null ? Set.of() : new LinkedHashSet<>(posts);
    Set<String> broken = rule == null ? Set.of() : new LinkedHashSet<>(rule);
    try {
      Flag.Category kind = Flag.Category.parse(category);
      if (kind == Flag.Category.VIOLATION && broken.isEmpty()) {
        throw Refusal.invalid("Choose which of the square's rules is broken.");
      }
      reports.file(
          new Flag(
              member.id(),
              subject,
              chosen.stream().map(PostId::new).toList(),
              kind,
              kind == Flag.Category.VIOLATION ? List.copyOf(broken) : List.of(),
              comment.replace("\r\n", "\n")));
      return Back.to("/flag/thanks", "/");
    } catch (Refusal refusal) {
      response.setStatus(refusal.fault().status());
      return page(member, subject, new FlagForm(chosen, category, broken, comment))
          .addObject("error", refusal.detail());
    }
  }

  @GetMapping("/flag/thanks")
  @Needs(Who.MEMBER)
  ModelAndView thanks() {
    return new ModelAndView("flag-thanks");
  }

  private ModelAndView page(Member member, AccountId subject, FlagForm form) {
    Account account = accounts.shown(subject);
    List<Post> offered = new ArrayList<>(reader.all(member.viewer(), form.posts()));
    timelines
        .of(subject, member.viewer(), Slice.first(OFFERED), new Wanted(false, true, false, ""))
        .stream()
        .filter(post -> !form.posts().contains(post.id().value()))
        .forEach(offered::add);
    return new ModelAndView("flag")
        .addObject("account", account)
        .addObject("form", form)
        .addObject("posts", offered)
        .addObject("rules", rules.inForce().rules());
  }

  @GetMapping("/me/flags")
  @Needs(Who.MEMBER)
  ModelAndView mine(Member member) {
    List<Reports.Filed> filed = reports.of(member.id(), LISTED);
    Map<AccountId, Account> subjects =
        accounts.shown(filed.stream().map(f -> f.flag().subject()).toList());
    Map<String, String> names =
        rules.inForce().rules().stream()
            .collect(Collectors.toMap(SquareRules.SquareRule::id, SquareRules.SquareRule::text));
    Function<String, String> name = id -> names.getOrDefault(id, "A rule that is gone");
    return new ModelAndView("flags")
        .addObject("filed", filed)
        .addObject("subjects", subjects)
        .addObject("ruleNames", name)
        .addObject(
            "answers", letters.of(member.id()).stream().filter(l -> !l.statement()).toList());
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
