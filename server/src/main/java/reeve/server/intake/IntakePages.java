package reeve.server.intake;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** Streams, events that were set aside, and API keys. */
@Controller
@Access(Access.Who.ADMINISTRATOR)
final class IntakePages {
  private static final int ROWS_MOST = 100;

  private final JdbcClient db;
  private final Platforms platforms;
  private final SetAside aside;
  private final Intake intake;
  private final ApiKeys keys;

  IntakePages(JdbcClient db, Platforms platforms, SetAside aside, Intake intake, ApiKeys keys) {
    this.db = db;
    this.platforms = platforms;
    this.aside = aside;
    this.intake = intake;
    this.keys = keys;
  }

  /**
   * A platform and its stream.
   *
   * @param connected whether its events come by a stream and its orders are carried out by Reeve
   */
  record Stream(
      String platform,
      boolean connected,
      long events,
      @Nullable Instant lastEvent,
      @Nullable String trouble) {}

  @GetMapping("/intake")
  @Access(Access.Who.LEAD)
  String intake(Model model) {
    model.addAttribute("streams", streams());
    model.addAttribute("waiting", aside.waiting());
    model.addAttribute("rows", aside.waiting(ROWS_MOST));
    return "intake/intake";
  }

  private List<Stream> streams() {
    return db.sql(
            """
            select p.id, coalesce(s.events, 0), s.last_event_at, s.trouble
            from platforms p left join stream s on s.platform = p.id order by p.id
            """)
        .query((row, _) ->
            new Stream(
                row.getString(1),
                platforms.find(new PlatformId(row.getString(1))).isPresent(),
                row.getLong(2),
                row.getTimestamp(3) == null ? null : row.getTimestamp(3).toInstant(),
                row.getString(4)))
        .list();
  }

  @PostMapping("/intake/set-aside/{id}/retry")
  @Access(Access.Who.LEAD)
  String retry(@PathVariable long id, RedirectAttributes redirect) {
    String platform =
        db.sql("select platform from set_aside where id = ?")
            .param(id)
            .query((row, _) -> row.getString(1))
            .optional()
            .orElseThrow(() -> new Refused(IntakeProblem.NO_SUCH_EVENT, "There is no such event."));
    String why = intake.again(id, platforms.find(new PlatformId(platform)).orElse(null));
    if (why == null) {
      redirect.addFlashAttribute("done", "The event was taken in.");
    } else {
      redirect.addFlashAttribute("warning", "It failed again: " + why);
    }
    return "redirect:/intake";
  }

  @GetMapping("/api-keys")
  String keys(Model model) {
    model.addAttribute("keys", keys.all());
    return "intake/api-keys";
  }

  @PostMapping("/api-keys")
  String create(
      Member member,
      @RequestParam String name,
      @RequestParam String platform,
      @RequestParam(defaultValue = "false") boolean report,
      @RequestParam(defaultValue = "false") boolean read,
      @RequestParam(defaultValue = "false") boolean events,
      RedirectAttributes redirect) {
    Set<ApiKeys.May> may = EnumSet.noneOf(ApiKeys.May.class);
    if (report) {
      may.add(ApiKeys.May.REPORT);
    }
    if (read) {
      may.add(ApiKeys.May.READ);
    }
    if (events) {
      may.add(ApiKeys.May.EVENTS);
    }
    redirect.addFlashAttribute("key", keys.create(name, platform, may, member));
    return "redirect:/api-keys";
  }

  @PostMapping("/api-keys/{id}/revoke")
  String revoke(Member member, @PathVariable UUID id, RedirectAttributes redirect) {
    keys.revoke(id, member);
    redirect.addFlashAttribute("done", "The key no longer opens anything.");
    return "redirect:/api-keys";
  }
}
