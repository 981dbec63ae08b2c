package reeve.server.staff;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;

@Controller
@RequestMapping("/look-ups")
final class LookUpPages {
  private static final int SHOWN = 200;

  private final PostgresLookUps lookUps;

  LookUpPages(PostgresLookUps lookUps) {
    this.lookUps = lookUps;
  }

  @GetMapping
  @Access(Access.Who.LEAD)
  String latest(Model model) {
    model.addAttribute("lines", lookUps.latest(SHOWN)).addAttribute("shown", SHOWN);
    return "staff/look-ups";
  }

  @GetMapping("/reason")
  @Access(Access.Who.REVIEWER)
  String ask(
      @RequestParam String platform,
      @RequestParam String account,
      @RequestParam(defaultValue = "/") String next,
      Model model) {
    model
        .addAttribute("account", account(platform, account))
        .addAttribute("next", SignInPages.local(next))
        .addAttribute("shortest", PostgresLookUps.SHORTEST_REASON)
        .addAttribute("longest", PostgresLookUps.LONGEST_REASON);
    return "staff/reason";
  }

  @PostMapping("/reason")
  @Access(Access.Who.REVIEWER)
  String give(
      Member member,
      @RequestParam String platform,
      @RequestParam String account,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "/") String next) {
    lookUps.give(member, account(platform, account), reason);
    return "redirect:" + SignInPages.local(next);
  }

  private static AccountRef account(String platform, String account) {
    try {
      return new AccountRef(new PlatformId(platform), account);
    } catch (IllegalArgumentException e) {
      throw new Refused(StaffProblem.NO_SUCH_ACCOUNT, "That is no account's id.");
    }
  }
}
