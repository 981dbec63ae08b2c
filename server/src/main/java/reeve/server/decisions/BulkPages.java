package reeve.server.decisions;

import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.platform.Refused;
import reeve.server.policy.Clause;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.server.staff.Views;

/** Decisions over many: the preview of one, and how one stands. */
@Controller
@Access(Access.Who.REVIEWER)
final class BulkPages {
  private static final int LISTED = 100;

  private final Bulks bulks;
  private final BulkRows rows;
  private final BulkPreviews previews;
  private final Samples samples;
  private final Clusters clusters;
  private final Policies policies;
  private final Roster roster;
  private final Views views;
  private final InstantSource clock;

  BulkPages(
      Bulks bulks,
      BulkRows rows,
      BulkPreviews previews,
      Samples samples,
      Clusters clusters,
      Policies policies,
      Roster roster,
      Views views,
      InstantSource clock) {
    this.bulks = bulks;
    this.rows = rows;
    this.previews = previews;
    this.samples = samples;
    this.clusters = clusters;
    this.policies = policies;
    this.roster = roster;
    this.views = views;
    this.clock = clock;
  }

  /** A page at first; htmx gets the preview alone, with what was typed since. */
  @PostMapping("/clusters/{id}/bulk/preview")
  String preview(
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Member member,
      Model model) {
    ClusterId cluster = cluster(id);
    fill(model, previews.of(cluster, chosen(fields), form(cluster, fields), member));
    return htmx == null ? "decisions/bulk-preview" : "decisions/bulk-preview :: preview";
  }

  private static List<String> chosen(MultiValueMap<String, String> fields) {
    List<String> accounts = fields.get("account");
    return accounts == null ? List.of() : accounts.stream().distinct().toList();
  }

  /** Of a form that nobody has filled in the clause is the cluster's. */
  private DecisionForm form(ClusterId cluster, MultiValueMap<String, String> fields) {
    DecisionForm form = DecisionForm.of(fields);
    if (fields.containsKey("clause")) {
      return form;
    }
    ClauseId clause = clusters.find(cluster).orElseThrow(Bulks::noCluster).clause();
    return new DecisionForm(
        List.of(), clause == null ? "" : clause.toString(), List.of(), List.of(), "", "", "", "");
  }

  private void fill(Model model, BulkPreview preview) {
    fill(model, preview, List.of());
  }

  /** What is missing is marked in the form only once somebody tried. */
  private void fill(Model model, BulkPreview preview, List<Judged.Flaw> flaws) {
    model.addAttribute("preview", preview);
    model.addAttribute("view", new FormView(preview.form(), flaws, policies.current()));
  }

  @PostMapping("/clusters/{id}/bulk")
  String propose(
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(defaultValue = "") String seen,
      Member member,
      Model model,
      HttpServletResponse response) {
    ClusterId cluster = cluster(id);
    switch (bulks.propose(cluster, chosen(fields), form(cluster, fields), seen, member)) {
      case Bulks.Proposed.Flawed flawed -> {
        fill(model, flawed.preview(), flawed.preview().flaws());
        model.addAttribute("refused", true);
      }
      case Bulks.Proposed.Made made -> {
        response.setHeader("HX-Redirect", "/bulk/" + made.id());
        fill(model, previews.of(cluster, List.of(), DecisionForm.EMPTY, member));
      }
    }
    return "decisions/bulk-preview :: preview";
  }

  /** Draws a random sample of the cluster's accounts. */
  @PostMapping("/clusters/{id}/bulk/sample")
  String sample(
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      Member member,
      Model model) {
    ClusterId cluster = cluster(id);
    samples.draw(cluster, PanelPage.staff(member));
    fill(model, previews.of(cluster, chosen(fields), form(cluster, fields), member));
    return "decisions/bulk-preview :: preview";
  }

  @GetMapping("/bulk")
  String list(Member member, Model model) {
    model.addAttribute("bulks", rows.newest(LISTED));
    model.addAttribute("names", roster.names());
    model.addAttribute("member", member);
    return "decisions/bulks";
  }

  @GetMapping("/bulk/{id}")
  String bulk(@PathVariable UUID id, Member member, Model model) {
    Bulk bulk = stand(id, member, model);
    views.saw(member, rows.parts(id).stream().map(Part::account).toList(), "bulk decision");
    Clause clause = policies.clause(ClauseId.parse(bulk.form().clause())).orElse(null);
    model.addAttribute("clause", clause);
    model.addAttribute("barred", bulks.barred(bulk, member).orElse(null));
    model.addAttribute("own", bulk.proposedBy().equals(PanelPage.staff(member)));
    model.addAttribute("names", roster.names());
    model.addAttribute("least", Bulks.WORDS_LEAST);
    model.addAttribute("most", Bulks.WORDS_MOST);
    return "decisions/bulk";
  }

  /** The part of the page that moves while it is carried out. */
  @GetMapping("/bulk/{id}/rows")
  String rows(@PathVariable UUID id, Member member, Model model) {
    stand(id, member, model);
    return "decisions/bulk :: rows";
  }

  private Bulk stand(UUID id, Member member, Model model) {
    Bulk bulk = bulks.find(id);
    if (!Bulks.mayRead(bulk, member)) {
      throw new Refused(DecisionProblem.NOT_YOURS, "Only who proposed it, and leads, read it.");
    }
    List<Part> parts = rows.parts(id);
    model.addAttribute("bulk", bulk);
    model.addAttribute("counts", rows.counts(id));
    model.addAttribute("in", parts.stream().filter(it -> it.fate() != Fate.LEFT_OUT).toList());
    model.addAttribute("out", parts.stream().filter(it -> it.fate() == Fate.LEFT_OUT).toList());
    model.addAttribute(
        "blast",
        Blast.of(
            parts.stream()
                .filter(it -> it.fate() != Fate.LEFT_OUT)
                .map(it ->
                    new Blast.Reached(
                        it.followers(), it.since(), it.cleared(), List.of(), it.sampled(), true))
                .toList(),
            clock.instant()));
    BulkRows.Counts counts = rows.counts(id);
    model.addAttribute("moving", bulk.state() == Bulk.State.RUNNING || counts.undoing() > 0);
    return bulk;
  }

  @PostMapping("/bulk/{id}/approve")
  String approve(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String words,
      Member member,
      RedirectAttributes flash) {
    bulks.approve(id, member, PlainText.of(words));
    return to(id, "You approved. It is carried out account by account.", flash);
  }

  @PostMapping("/bulk/{id}/refuse")
  String refuse(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String words,
      Member member,
      RedirectAttributes flash) {
    bulks.refuse(id, member, PlainText.of(words));
    return to(id, "You refused. Every account stays in its case.", flash);
  }

  @PostMapping("/bulk/{id}/withdraw")
  String withdraw(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    bulks.withdraw(id, member);
    return to(id, "Withdrawn. Every account stays in its case.", flash);
  }

  @PostMapping("/bulk/{id}/stop")
  String stop(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    bulks.stop(id, member);
    return to(id, "Stopped. What was decided stands; nothing more is decided.", flash);
  }

  @PostMapping("/bulk/{id}/go-on")
  String goOn(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    bulks.goOn(id, member);
    return to(id, "It goes on where it stopped.", flash);
  }

  @PostMapping("/bulk/{id}/undo")
  String undo(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "false") boolean whole,
      @RequestParam(name = "account", required = false) @Nullable List<String> accounts,
      Member member,
      RedirectAttributes flash) {
    List<String> chosen = accounts == null ? List.of() : accounts;
    int undoing = bulks.undo(id, whole ? null : chosen, PlainText.of(reason), member);
    return to(
        id,
        undoing == 1 ? "One account is being undone." : undoing + " accounts are being undone.",
        flash);
  }

  private static String to(UUID id, String done, RedirectAttributes flash) {
    flash.addFlashAttribute("done", done);
    return "redirect:/bulk/" + id;
  }

  private static ClusterId cluster(String id) {
    try {
      return new ClusterId(Long.parseLong(id));
    } catch (IllegalArgumentException e) {
      throw Bulks.noCluster();
    }
  }
}
