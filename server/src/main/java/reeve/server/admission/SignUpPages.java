package reeve.server.admission;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

@Controller
@RequestMapping("/sign-ups")
@Access(Access.Who.REVIEWER)
final class SignUpPages {
  private static final int SHOWN = 30;

  private final Waiting waiting;
  private final Admitting admitting;
  private final Views views;

  SignUpPages(Waiting waiting, Admitting admitting, Views views) {
    this.waiting = waiting;
    this.admitting = admitting;
    this.views = views;
  }

  @GetMapping
  String show(Member member, Model model) {
    List<Applicant> oldest = waiting.oldest(SHOWN);
    views.saw(member, oldest.stream().map(Applicant::account).toList(), "sign-up");
    model
        .addAttribute("applicants", oldest)
        .addAttribute("count", waiting.count())
        .addAttribute("longest", Admitting.LONGEST_REASON);
    return "admission/sign-ups";
  }

  @PostMapping("/approve")
  String approve(
      @RequestParam String platform,
      @RequestParam String account,
      Member member,
      RedirectAttributes redirect) {
    admitting.approve(account(platform, account), member);
    redirect.addFlashAttribute("done", "Approved. The order to let them in is on its way.");
    return "redirect:/sign-ups";
  }

  @PostMapping("/refuse")
  String refuse(
      @RequestParam String platform,
      @RequestParam String account,
      @RequestParam(defaultValue = "") String reason,
      Member member,
      RedirectAttributes redirect) {
    admitting.refuse(account(platform, account), member, reason);
    redirect.addFlashAttribute("done", "Refused. The applicant is told why.");
    return "redirect:/sign-ups";
  }

  private static AccountRef account(String platform, String account) {
    try {
      return new AccountRef(new PlatformId(platform), account);
    } catch (IllegalArgumentException e) {
      throw new Refused(AdmissionProblem.NOT_WAITING, "That is no account's id.");
    }
  }
}
