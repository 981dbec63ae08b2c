package reeve.server.staff;

import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.platform.Refused;
import reeve.server.record.Ledger;
import reeve.server.staff.StaffRecords.What;

/** How the ledger stands; and where it stopped, the way on. */
@Controller
@RequestMapping("/ledger")
final class LedgerPages {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 1_000;

  private final Ledger ledger;
  private final StaffRecords records;

  LedgerPages(Ledger ledger, StaffRecords records) {
    this.ledger = ledger;
    this.records = records;
  }

  @GetMapping
  @Access(Access.Who.LEAD)
  String show(Member member, Model model) {
    model
        .addAttribute("ledger", ledger.state())
        .addAttribute("mayBegin", member.is(Role.ADMINISTRATOR))
        .addAttribute("shortest", SHORTEST)
        .addAttribute("longest", LONGEST);
    return "staff/ledger";
  }

  @PostMapping("/begin")
  @Access(Access.Who.ADMINISTRATOR)
  String begin(Member member, @RequestParam(defaultValue = "") String reason) {
    String words = reason.strip();
    if (words.length() < SHORTEST || words.length() > LONGEST) {
      throw new Refused(
          StaffProblem.BAD_INPUT,
          "Write in %d to %,d characters what happened to the old log."
              .formatted(SHORTEST, LONGEST));
    }
    Ledger.State before = ledger.state();
    try {
      ledger.beginAnother();
    } catch (IllegalStateException e) {
      throw new Refused(StaffProblem.LEDGER_STANDS, "" + e.getMessage());
    }
    records.append(
        What.LEDGER_BEGUN,
        member.id(),
        Map.of("after", before.origin(), "problem", "" + before.problem(), "reason", words));
    return "redirect:/ledger";
  }
}
