package reeve.server.likeness;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;
import reeve.server.cases.CaseLikeness;
import reeve.server.cases.ClusterId;
import reeve.server.cases.ResemblanceId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.signals.likeness.Query;

/**
 * "Who else?": a ranked list from some accounts, worked by keyboard, and sharpened round by round.
 */
@Controller
@Access(Access.Who.REVIEWER)
final class AlikePages {
  static final int SHOWN = 100;
  private static final int CLUSTERS = 50;
  private static final int LEANED = 500;

  private final Starts starts;
  private final Asking asking;
  private final Looks looks;
  private final Joining joining;
  private final Leaned leaned;
  private final CaseLikeness cases;
  private final Roster roster;
  private final Feed feed;

  AlikePages(
      Starts starts,
      Asking asking,
      Looks looks,
      Joining joining,
      Leaned leaned,
      CaseLikeness cases,
      Roster roster,
      Feed feed) {
    this.starts = starts;
    this.asking = asking;
    this.looks = looks;
    this.joining = joining;
    this.leaned = leaned;
    this.cases = cases;
    this.roster = roster;
    this.feed = feed;
  }

  /**
   * A seed above the list.
   *
   * @param without the same search without it; null where it is what the search began with
   */
  record Chip(Asking.Seed seed, @Nullable String without) {}

  @GetMapping("/alike")
  String show(
      Member member, @ModelAttribute Asked asked, Model model, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    Search search = starts.search(asked);
    model.addAttribute("search", search);
    model.addAttribute("trouble", feed.notice());
    model.addAttribute("behind", feed.behind());
    model.addAttribute("most", Query.MOST_SEEDS);
    if (search.nothing()) {
      return "likeness/alike";
    }
    List<AccountRef> seeds = asking.seeds(search);
    looks.requireNoConflict(search, seeds, member);
    Optional<AccountRef> unexplained = looks.wantsReason(search.accounts(), member);
    if (unexplained.isPresent()) {
      return "redirect:" + looks.ask(unexplained.get(), address(search));
    }
    Asking.Answer answer = asking.ask(seeds, search.yes(), search.no(), SHOWN, null);
    looks.viewed(answer, member.id().actor());
    model.addAttribute("answer", answer);
    model.addAttribute("chips", answer.seeds().stream().map(it -> chip(it, search)).toList());
    model.addAttribute("noChips", answer.no().stream().map(it -> chip(it, search)).toList());
    model.addAttribute("clusters", cases.clusters(CLUSTERS));
    return "likeness/alike";
  }

  private static Chip chip(Asking.Seed seed, Search search) {
    AccountRef account = seed.account();
    boolean named =
        search.accounts().contains(account)
            || search.yes().contains(account)
            || search.no().contains(account);
    Search without =
        new Search(
            without(search.accounts(), account),
            search.caseId(),
            search.cluster(),
            search.tag(),
            without(search.yes(), account),
            without(search.no(), account));
    return new Chip(seed, named ? address(without) : null);
  }

  private static List<AccountRef> without(List<AccountRef> all, AccountRef one) {
    return all.stream().filter(it -> !it.equals(one)).toList();
  }

  /** The address of a search. */
  static String address(Search search) {
    return address("/alike", search);
  }

  /** The address of a page about a search. */
  static String address(String path, Search search) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
    List<Object> values = new ArrayList<>();
    add(address, values, "account", search.accounts().stream().map(Named::of).toList());
    add(address, values, "case", one(search.caseId()));
    add(address, values, "cluster", one(search.cluster()));
    add(address, values, "tag", one(search.tag()));
    add(address, values, "yes", search.yes().stream().map(Named::of).toList());
    add(address, values, "no", search.no().stream().map(Named::of).toList());
    return address.encode().buildAndExpand(values.toArray()).toUriString();
  }

  private static List<?> one(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }

  /** Each value as a variable of the template, so that whatever it holds is escaped. */
  private static void add(
      UriComponentsBuilder address, List<Object> values, String name, List<?> given) {
    for (Object value : given) {
      address.queryParam(name, "{v" + values.size() + "}");
      values.add(value);
    }
  }

  /** Begins with accounts that somebody wrote down, separated by spaces, commas or lines. */
  @PostMapping("/alike")
  String begin(@RequestParam(defaultValue = "") String accounts) {
    List<AccountRef> named = starts.named(List.of(accounts.strip().split("[\\s,;]+", -1)));
    if (named.isEmpty()) {
      throw new Refused(
          LikenessProblem.NO_SEED,
          "Name at least one account to begin with: @name or PLATFORM/ID.");
    }
    return "redirect:" + address(new Search(named, null, null, null, List.of(), List.of()));
  }

  /** Puts the chosen into a cluster, a new one where a title is given. */
  @PostMapping("/alike/cluster")
  String join(
      Member member,
      @ModelAttribute Asked asked,
      @RequestParam(name = "into", required = false) @Nullable Long into,
      @RequestParam(defaultValue = "") String title,
      @RequestParam(name = "seed", required = false) @Nullable List<String> seeds,
      RedirectAttributes redirect) {
    List<AccountRef> wanted = starts.named(asked.accounts());
    if (wanted.isEmpty()) {
      throw new Refused(
          LikenessProblem.NOBODY_CHOSEN, "Nobody is chosen: mark accounts with x, and try again.");
    }
    Search search = starts.search(asked.from(seeds));
    looks.requireNoConflict(search, asking.seeds(search), member);
    ClusterId id = joining.join(search, wanted, into, title, SHOWN, member);
    redirect.addFlashAttribute("done", "They are in the cluster. Open what each did itself.");
    return "redirect:/clusters/" + id;
  }

  /** What leaned on an account of which a decision was taken back. */
  @GetMapping("/alike/leaned")
  @Access(Access.Who.LEAD)
  String leaned(Model model) {
    List<Leaned.Row> rows = leaned.rows(LEANED);
    model.addAttribute("rows", rows);
    model.addAttribute("waiting", leaned.waiting());
    model.addAttribute(
        "pasts", cases.pasts(rows.stream().map(Leaned.Row::account).distinct().toList()));
    model.addAttribute(
        "accounts",
        asking.names(
            rows.stream()
                .flatMap(row -> Stream.of(row.seed(), row.account()))
                .distinct()
                .toList()));
    model.addAttribute("names", roster.names());
    model.addAttribute("shown", LEANED);
    return "likeness/leaned";
  }

  /** How many wait, as a line on the leads' page. */
  @GetMapping("/alike/leaned/count")
  @Access(Access.Who.LEAD)
  String count(Model model) {
    model.addAttribute("waiting", leaned.waiting());
    return "likeness/leaned :: count";
  }

  @PostMapping("/alike/leaned")
  @Access(Access.Who.LEAD)
  String looked(
      Member member,
      @RequestParam String seed,
      @RequestParam String id,
      RedirectAttributes redirect) {
    ResemblanceId resemblance;
    try {
      resemblance = new ResemblanceId(id);
    } catch (IllegalArgumentException e) {
      throw new Refused(LikenessProblem.NOTHING_LEANED, "There is no such finding.");
    }
    leaned.looked(starts.account(seed), resemblance, member);
    redirect.addFlashAttribute("done", "Noted that somebody looked again.");
    return "redirect:/alike/leaned";
  }
}
