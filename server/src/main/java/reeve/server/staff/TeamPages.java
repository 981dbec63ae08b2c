package reeve.server.staff;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/staff")
@Access(Access.Who.ADMINISTRATOR)
final class TeamPages {
  private static final List<Role> ROLES =
      List.of(Role.REVIEWER, Role.LEAD, Role.LEGAL, Role.LEAD_AND_LEGAL, Role.ADMINISTRATOR);

  private final Team team;
  private final StaffSettings settings;

  TeamPages(Team team, StaffSettings settings) {
    this.team = team;
    this.settings = settings;
  }

  @GetMapping
  String show(Member member, Model model) {
    model
        .addAttribute("rows", team.all())
        .addAttribute("roles", ROLES)
        .addAttribute("hours", settings.invitationLength().toHours())
        .addAttribute("self", member.id());
    return "staff/team";
  }

  /** The link is shown on the page that answers, once, and stands in no address and no log. */
  @PostMapping("/invitations")
  String invite(@RequestParam Role role, Member member, RedirectAttributes redirect) {
    redirect.addFlashAttribute("link", team.invite(role, member));
    redirect.addFlashAttribute(
        "linkFor", "a new " + role.label().toLowerCase(java.util.Locale.ROOT));
    return "redirect:/staff";
  }

  @PostMapping("/{id}/reset")
  String reset(@PathVariable UUID id, Member member, RedirectAttributes redirect) {
    redirect.addFlashAttribute("link", team.reset(new StaffId(id), member));
    redirect.addFlashAttribute("linkFor", "that member, who sets password and authenticator anew");
    return "redirect:/staff";
  }

  @PostMapping("/{id}/role")
  String role(
      @PathVariable UUID id, @RequestParam Role role, Member member, RedirectAttributes redirect) {
    team.changeRole(new StaffId(id), role, member);
    redirect.addFlashAttribute("done", "The role is changed. They sign in again.");
    return "redirect:/staff";
  }

  @PostMapping("/{id}/deactivate")
  String deactivate(@PathVariable UUID id, Member member, RedirectAttributes redirect) {
    team.setActive(new StaffId(id), false, member);
    redirect.addFlashAttribute("done", "The member can no longer sign in.");
    return "redirect:/staff";
  }

  @PostMapping("/{id}/reactivate")
  String reactivate(@PathVariable UUID id, Member member, RedirectAttributes redirect) {
    team.setActive(new StaffId(id), true, member);
    redirect.addFlashAttribute("done", "The member can sign in again.");
    return "redirect:/staff";
  }
}
