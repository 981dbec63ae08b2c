package reeve.server.cases;

import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;

/** Cluster cases: their list, one as a table, and the drawer of an account. */
@Controller
@Access(Access.Who.REVIEWER)
final class ClusterPages {
  private static final int LISTED = 100;
  private static final String DRAWER = "cases/cluster-drawer :: drawer";

  private final ClusterRows rows;
  private final Clusters clusters;
  private final ClusterLooking looking;
  private final Policies policies;
  private final Roster roster;
  private final InstantSource clock;

  ClusterPages(
      ClusterRows rows,
      Clusters clusters,
      ClusterLooking looking,
      Policies policies,
      Roster roster,
      InstantSource clock) {
    this.rows = rows;
    this.clusters = clusters;
    this.looking = looking;
    this.policies = policies;
    this.roster = roster;
    this.clock = clock;
  }

  /** The list; with an account it asks into which cluster that one goes. */
  @GetMapping("/clusters")
  String list(
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(required = false) @Nullable String account,
      Model model) {
    model.addAttribute("clusters", rows.lines(LISTED));
    model.addAttribute("platform", platform);
    model.addAttribute("account", account);
    model.addAttribute("handle", account == null ? null : handle(platform(platform), account));
    model.addAttribute("titleMost", ClusterDesk.TITLE_MOST);
    return "cases/clusters";
  }

  private String handle(PlatformId platform, String account) {
    return rows.known(platform, List.of(account)).stream()
        .filter(one -> one.account().nativeId().equals(account))
        .map(ClusterRows.Known::handle)
        .findFirst()
        .orElse(account);
  }

  /** Opens a cluster, with members where some are named. */
  @PostMapping("/clusters")
  String open(
      Member member,
      @RequestParam String title,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(name = "account", required = false) @Nullable List<String> accounts,
      @RequestParam(defaultValue = "") String search,
      RedirectAttributes redirect) {
    List<Candidate> candidates =
        accounts == null || accounts.isEmpty() ? List.of() : named(platform, accounts);
    ClusterId id = clusters.open(title, CaseDesk.staff(member));
    if (!candidates.isEmpty()) {
      clusters.add(id, candidates, CaseDesk.staff(member));
    }
    noteSearch(id, search, member);
    redirect.addFlashAttribute("done", "The cluster is open.");
    return "redirect:/clusters/" + id;
  }

  @GetMapping("/clusters/{id}")
  String cluster(Member member, @PathVariable String id, Model model) {
    fill(id(id), member, model);
    model.addAttribute("policies", policies.current());
    model.addAttribute("notes", rows.notes(id(id)));
    model.addAttribute("names", roster.names());
    model.addAttribute("most", Cluster.MEMBERS_MOST);
    return "cases/cluster";
  }

  /** The table alone, after something in it changed. */
  @GetMapping("/clusters/{id}/rows")
  String rows(Member member, @PathVariable String id, Model model) {
    fill(id(id), member, model);
    return "cases/cluster :: rows";
  }

  private void fill(ClusterId id, Member member, Model model) {
    model.addAttribute("cluster", clusters.find(id).orElseThrow(ClusterDesk::none));
    model.addAttribute("now", clock.instant());
    model.addAttribute("me", CaseDesk.staff(member));
  }

  @PostMapping("/clusters/{id}/members")
  String add(
      Member member,
      @PathVariable String id,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(name = "account", required = false) @Nullable List<String> accounts,
      @RequestParam(defaultValue = "") String search,
      RedirectAttributes redirect) {
    int added = clusters.add(id(id), named(platform, chosen(accounts)), CaseDesk.staff(member));
    noteSearch(id(id), search, member);
    redirect.addFlashAttribute(
        "done", added == 0 ? "It is in the cluster already." : "Added: " + added + ".");
    return "redirect:/clusters/" + id;
  }

  private void noteSearch(ClusterId id, String search, Member member) {
    if (!search.isBlank()) {
      clusters.note(id, "From the search " + search.strip() + ".", CaseDesk.staff(member));
    }
  }

  @PostMapping("/clusters/{id}/remove")
  String remove(
      Member member,
      @PathVariable String id,
      @RequestParam(name = "account", required = false) @Nullable List<String> accounts,
      RedirectAttributes redirect) {
    int left =
        clusters.remove(
            id(id),
            chosen(accounts).stream().map(ClusterPages::account).toList(),
            CaseDesk.staff(member));
    redirect.addFlashAttribute("done", "Taken out: " + left + ". Their cases wait as before.");
    return "redirect:/clusters/" + id;
  }

  private static List<String> chosen(@Nullable List<String> accounts) {
    List<String> named =
        accounts == null ? List.of() : accounts.stream().filter(it -> !it.isBlank()).toList();
    if (named.isEmpty()) {
      throw new Refused(
          ClusterProblem.NOBODY_CHOSEN,
          "Nobody is chosen: mark accounts with x, or name one, and try again.");
    }
    return named;
  }

  @PostMapping("/clusters/{id}/note")
  String note(
      Member member,
      @PathVariable String id,
      @RequestParam String words,
      RedirectAttributes redirect) {
    clusters.note(id(id), words, CaseDesk.staff(member));
    redirect.addFlashAttribute("done", "Noted.");
    return "redirect:/clusters/" + id;
  }

  @PostMapping("/clusters/{id}/clause")
  String clause(
      Member member,
      @PathVariable String id,
      @RequestParam String clause,
      RedirectAttributes redirect) {
    looking.choose(id(id), clauseId(clause), CaseDesk.staff(member));
    redirect.addFlashAttribute(
        "done", "Items are held against this clause now; marks under another one do not count.");
    return "redirect:/clusters/" + id;
  }

  @GetMapping("/clusters/{id}/account")
  String drawer(
      Member member,
      @PathVariable String id,
      @RequestParam String account,
      Model model,
      HttpServletResponse response) {
    return drawer(id(id), account(account), member, model, response);
  }

  private String drawer(
      ClusterId id, AccountRef account, Member member, Model model, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    model.addAttribute("drawer", looking.drawer(id, account, CaseDesk.staff(member)));
    return DRAWER;
  }

  @PostMapping("/clusters/{id}/open")
  String openItem(
      Member member,
      @PathVariable String id,
      @RequestParam String account,
      @RequestParam String kind,
      @RequestParam String item,
      Model model,
      HttpServletResponse response) {
    looking.open(id(id), account(account), kind(kind), item, CaseDesk.staff(member));
    return changed(id(id), account(account), member, model, response);
  }

  @PostMapping("/clusters/{id}/mark")
  String mark(
      Member member,
      @PathVariable String id,
      @RequestParam String account,
      @RequestParam String kind,
      @RequestParam String item,
      Model model,
      HttpServletResponse response) {
    looking.mark(id(id), account(account), kind(kind), item, CaseDesk.staff(member));
    return changed(id(id), account(account), member, model, response);
  }

  @PostMapping("/clusters/{id}/answer")
  String answer(
      Member member,
      @PathVariable String id,
      @RequestParam String account,
      @RequestParam String answer,
      Model model,
      HttpServletResponse response) {
    looking.answer(id(id), account(account), answered(answer), CaseDesk.staff(member));
    return changed(id(id), account(account), member, model, response);
  }

  private String changed(
      ClusterId id, AccountRef account, Member member, Model model, HttpServletResponse response) {
    response.setHeader("HX-Trigger", "cluster-changed");
    return drawer(id, account, member, model, response);
  }

  /** Accounts that a person names, by id or by name; all must be known. */
  private List<Candidate> named(String platform, List<String> accounts) {
    ClusterDesk.requireRoom(accounts.size());
    PlatformId of = platform(platform);
    List<String> names =
        accounts.stream().map(it -> it.strip().replaceFirst("^@", "")).distinct().toList();
    Map<String, ClusterRows.Known> known = new HashMap<>();
    for (ClusterRows.Known one : rows.known(of, names)) {
      known.put(one.handle().toLowerCase(Locale.ROOT), one);
      known.put(one.account().nativeId(), one);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (String name : names) {
      ClusterRows.Known one = known.get(name);
      one = one == null ? known.get(name.toLowerCase(Locale.ROOT)) : one;
      if (one == null) {
        throw new Refused(
            ClusterProblem.UNKNOWN_ACCOUNT,
            "No case ever was about an account “%s” on %s. Nobody was added.".formatted(name, of));
      }
      candidates.add(Candidate.byHand(one.account(), one.origin()));
    }
    return candidates;
  }

  private static PlatformId platform(String text) {
    try {
      return new PlatformId(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(ClusterProblem.UNKNOWN_ACCOUNT, "There is no platform of this name.");
    }
  }

  /** Platform and native id with a space between, as {@link Cluster.Member#key} writes them. */
  static AccountRef account(String key) {
    int space = key.indexOf(' ');
    try {
      return new AccountRef(
          new PlatformId(key.substring(0, Math.max(0, space))), key.substring(space + 1));
    } catch (IllegalArgumentException e) {
      throw new Refused(ClusterProblem.NO_SUCH_ITEM, "This account is not in the cluster.");
    }
  }

  private static Cluster.Kind kind(String code) {
    return Cluster.Kind.ofCode(code)
        .orElseThrow(() -> new Refused(ClusterProblem.NO_SUCH_ITEM, "There is no such item."));
  }

  private static Cluster.Answer answered(String code) {
    for (Cluster.Answer answer : Cluster.Answer.values()) {
      if (answer.code().equals(code)) {
        return answer;
      }
    }
    throw new Refused(ClusterProblem.NO_SUCH_ITEM, "The answer is yes, no or unsure.");
  }

  private static ClauseId clauseId(String text) {
    try {
      return ClauseId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(ClusterProblem.CLAUSE_MISSING, "Choose a clause.");
    }
  }

  static ClusterId id(String text) {
    try {
      return new ClusterId(Long.parseLong(text));
    } catch (IllegalArgumentException e) {
      throw ClusterDesk.none();
    }
  }
}
