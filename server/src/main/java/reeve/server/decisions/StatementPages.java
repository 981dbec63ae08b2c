package reeve.server.decisions;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.decisions.StatementRows.Row;
import reeve.server.decisions.StatementRows.State;
import reeve.server.delivery.Channels;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Statements for the DSA Transparency Database: where they are, and what it said. */
@Controller
@RequestMapping("/statements")
@Access({Access.Who.LEAD, Access.Who.LEGAL})
final class StatementPages {
  static final Kind AGAIN = new Kind("decisions.statement-renewed", 1);
  static final Kind DROPPED = new Kind("decisions.statement-dropped", 1);
  static final Kind EXPORTED = new Kind("decisions.statements-exported", 1);
  private static final int PAGE = 1_000;

  private final StatementRows rows;
  private final StatementMaking making;
  private final DecisionRows decisions;
  private final Channels channels;
  private final StatementSettings settings;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  StatementPages(
      StatementRows rows,
      StatementMaking making,
      DecisionRows decisions,
      Channels channels,
      StatementSettings settings,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.making = making;
    this.decisions = decisions;
    this.channels = channels;
    this.settings = settings;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  @GetMapping
  String all(
      @RequestParam(name = "list", required = false) @Nullable String list,
      Member member,
      Model model) {
    State tab = State.ofCode(list);
    Map<State, Long> counts = new EnumMap<>(State.class);
    rows.counts().forEach(it -> counts.put(it.state(), it.count()));
    model.addAttribute("tab", tab);
    model.addAttribute("tabs", State.values());
    model.addAttribute("counts", counts);
    model.addAttribute("rows", rows.in(tab));
    model.addAttribute("host", settings.host());
    model.addAttribute("on", channels.isOn(StatementSending.CHANNEL));
    model.addAttribute("mends", member.is(Role.LEGAL));
    return "decisions/statements";
  }

  /** Every statement that was made, one JSON object a line, the oldest first. */
  @GetMapping("/export")
  void export(Member member, HttpServletResponse response) throws IOException {
    transaction.executeWithoutResult(t ->
        records.append(new Entry(EXPORTED, null, member.id().actor(), null, Map.of(), Map.of())));
    response.setContentType("application/jsonl");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Content-Disposition", "attachment; filename=\"statements.jsonl\"");
    Writer out = response.getWriter();
    List<Row> page = rows.after(null, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        out.write(row.body());
        out.write('\n');
      }
      page = rows.after(page.getLast(), PAGE);
    }
  }

  /** Makes it anew of the decision, as it would be made today, and sends it. */
  @PostMapping("/{id}/again")
  @Access(Access.Who.LEGAL)
  String again(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    transaction.executeWithoutResult(t -> {
      Row row = failed(id);
      Decision decision = decisions.find(row.decision()).orElseThrow();
      rows.renew(
          row.decision(), making.json(decision, row.puid()).orElse(row.body()), clock.instant());
      record(AGAIN, row, member, Map.of());
    });
    flash.addFlashAttribute("done", "Made anew, and on its way.");
    return "redirect:/statements?list=waiting";
  }

  @PostMapping("/{id}/drop")
  @Access(Access.Who.LEGAL)
  String drop(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    String words = PlainText.of(why);
    if (words.isEmpty() || PlainText.length(words) > 2_000) {
      throw new Refused(
          DecisionProblem.WORDS_MISSING, "Write why it is not sent, in at most 2,000 characters.");
    }
    transaction.executeWithoutResult(t -> {
      Row row = failed(id);
      rows.close(List.of(row), State.DROPPED, row.words(), clock.instant());
      record(DROPPED, row, member, Map.of("why", words));
    });
    flash.addFlashAttribute("done", "It is not sent. Your reason is kept.");
    return "redirect:/statements";
  }

  private Row failed(UUID id) {
    return rows.lock(new DecisionId(id))
        .filter(it -> it.state() == State.FAILED)
        .orElseThrow(() ->
            new Refused(
                DecisionProblem.NO_SUCH_STATEMENT, "No statement of this decision was refused."));
  }

  private void record(Kind kind, Row row, Member by, Map<String, String> more) {
    Map<String, String> closed = new java.util.LinkedHashMap<>(more);
    closed.put("decision", row.decision().toString());
    records.append(new Entry(kind, null, by.id().actor(), null, Map.of(), closed));
  }
}
