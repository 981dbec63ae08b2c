package reeve.server.watch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.server.watch.RuleFile.Part;

/** Where rules, lists and banks are written. Texts come and go as they are, not as forms. */
@Controller
@Access(Access.Who.LEAD)
final class EditorPage {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int ISSUES = 100;

  private final RuleShelf shelf;
  private final RuleStore store;
  private final Drafting drafting;
  private final CheckRoom room;
  private final Roster roster;

  EditorPage(RuleShelf shelf, RuleStore store, Drafting drafting, CheckRoom room, Roster roster) {
    this.shelf = shelf;
    this.store = store;
    this.drafting = drafting;
    this.room = room;
    this.roster = roster;
  }

  /** Leads to the editor of a new file. */
  @GetMapping("/rules/new")
  String fresh(
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String name,
      RedirectAttributes redirect) {
    Part part =
        switch (kind) {
          case "list" -> Part.LISTS;
          case "phrases" -> Part.PHRASES;
          default -> Part.RULES;
        };
    String clean = name.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
    RuleFile file = RuleFile.of(new RuleFile(part, clean).path());
    redirect.addAttribute("path", file.path());
    return "redirect:/rules/edit";
  }

  @GetMapping("/rules/edit")
  String edit(@RequestParam String path, Model model) {
    RuleFile file = RuleFile.of(path);
    Stand now = shelf.stand();
    RuleStore.Drafted drafted = now.draft().get(path);
    String digest = drafted == null ? now.liveFiles().get(path) : drafted.text();
    String text =
        digest == null ? RuleTemplates.of(file) : store.texts(List.of(digest)).get(digest);
    model
        .addAttribute("file", file)
        .addAttribute("path", path)
        .addAttribute("label", file.part().label())
        .addAttribute("isRule", file.isRule())
        .addAttribute("text", text)
        .addAttribute("base", drafted == null ? "" : drafted.text())
        .addAttribute("drafted", drafted)
        .addAttribute("by", drafted == null ? null : roster.names().get(drafted.by()))
        .addAttribute("live", now.liveFiles().containsKey(path))
        .addAttribute(
            "changed", drafted != null && !drafted.text().equals(now.liveFiles().get(path)))
        .addAttribute("most", RuleFile.MOST)
        .addAttribute("fields", fields());
    return "watch/edit";
  }

  /** The fields of one kind of event. */
  record Kind(String name, List<Slot> fields) {}

  private static List<Kind> fields() {
    Schema schema = TownEvents.SCHEMA;
    return schema.kinds().stream()
        .sorted()
        .map(kind ->
            new Kind(
                kind,
                schema.roots(kind).stream()
                    .sorted()
                    .flatMap(root -> schema.fields(root).stream())
                    .toList()))
        .toList();
  }

  /** What checking says of a text; the body is the text itself, in UTF-8. */
  @PostMapping("/rules/check")
  String check(@RequestParam String path, HttpServletRequest request, Model model)
      throws IOException {
    RuleFile file = RuleFile.of(path);
    fill(file, room.check(file, CheckRoom.text(request.getInputStream())), model);
    return "watch/check :: check";
  }

  private static void fill(RuleFile file, FileCheck check, Model model) {
    List<Issue> issues =
        check.issues().stream()
            .filter(issue -> issue.code() != Issue.Code.TEST_FAILED || !file.isRule())
            .sorted(Comparator.comparing(Issue::severity))
            .toList();
    model
        .addAttribute("isRule", file.isRule())
        .addAttribute("check", check)
        .addAttribute("issues", shown(file, issues))
        .addAttribute("more", Math.max(0, issues.size() - ISSUES))
        .addAttribute("tests", check.tests());
  }

  /**
   * An issue as the page shows it.
   *
   * @param line within the file that is edited; 0 where it is about all of it, or another file
   * @param where the place in another file; empty for this one
   * @param caret spaces up to the column, for the line below
   */
  record Shown(
      String severity,
      int line,
      int column,
      String where,
      String message,
      String hint,
      String text,
      String caret) {}

  private static List<Shown> shown(RuleFile file, List<Issue> issues) {
    List<Shown> shown = new ArrayList<>();
    for (Issue issue : issues.subList(0, Math.min(ISSUES, issues.size()))) {
      boolean here = issue.place().file().equals(file.path());
      String text = issue.place().text();
      boolean visible = !text.isBlank() && issue.place().column() <= text.length() + 1;
      shown.add(
          new Shown(
              issue.severity().name().toLowerCase(Locale.ROOT),
              here ? issue.place().line() : 0,
              issue.place().column(),
              here ? "" : issue.place().toString(),
              issue.message(),
              issue.hint() == null ? "" : issue.hint(),
              visible ? text : "",
              visible ? " ".repeat(Math.max(0, issue.place().column() - 1)) + "^" : ""));
    }
    return shown;
  }

  /** Saves a text over the one that its editor began with. */
  @PostMapping("/rules/draft")
  String save(
      @RequestParam String path,
      @RequestParam(defaultValue = "") String base,
      Member member,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model)
      throws IOException {
    RuleFile file = RuleFile.of(path);
    String text = CheckRoom.text(request.getInputStream());
    return switch (drafting.save(file, base(base), text, member)) {
      case Drafting.Saved saved -> {
        model.addAttribute("base", saved.digest());
        model.addAttribute("live", saved.digest().equals(shelf.stand().liveFiles().get(path)));
        yield "watch/check :: saved";
      }
      case Drafting.Stale stale -> {
        response.setStatus(WatchProblem.STALE.status());
        Map<UUID, String> names = roster.names();
        model
            .addAttribute("stale", stale)
            .addAttribute("by", names.getOrDefault(stale.by(), "somebody"))
            .addAttribute(
                "diff", LineDiff.of(stale.before() == null ? text : stale.before(), stale.now()));
        yield "watch/check :: stale";
      }
    };
  }

  @PostMapping("/rules/draft/delete")
  String delete(
      @RequestParam String path,
      @RequestParam String base,
      Member member,
      RedirectAttributes flash) {
    RuleFile file = RuleFile.of(path);
    drafting.delete(file, base(base), member);
    boolean live = shelf.stand().liveFiles().containsKey(path);
    flash.addFlashAttribute(
        "done",
        file.title()
            + " is no longer in the draft."
            + (live ? " It stays live until it is retired." : ""));
    return "redirect:/rules";
  }

  @PostMapping("/rules/draft/discard")
  String discard(
      @RequestParam String path,
      @RequestParam(defaultValue = "") String base,
      Member member,
      RedirectAttributes flash) {
    RuleFile file = RuleFile.of(path);
    drafting.discard(file, base(base), member);
    flash.addFlashAttribute("done", file.title() + " is in the draft as it is live.");
    return "redirect:/rules";
  }

  /** A digest that no text can have stands for none: the answer then is that others wrote. */
  private static String base(String given) {
    return DIGEST.matcher(given).matches() ? given : "";
  }
}
