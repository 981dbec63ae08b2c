package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.Refused;
import reeve.server.staff.StaffRecords.What;

/** What a member sets for themselves. */
@Controller
@RequestMapping("/me")
@Access(Access.Who.GUEST)
final class MyPage {
  private final Members members;
  private final Platforms platforms;
  private final RecoveryCodes recoveryCodes;
  private final SignIn signIn;
  private final Tries tries;
  private final StaffRecords records;
  private final TransactionTemplate transaction;

  MyPage(
      Members members,
      Platforms platforms,
      RecoveryCodes recoveryCodes,
      SignIn signIn,
      Tries tries,
      StaffRecords records,
      TransactionTemplate transaction) {
    this.members = members;
    this.platforms = platforms;
    this.recoveryCodes = recoveryCodes;
    this.signIn = signIn;
    this.tries = tries;
    this.records = records;
    this.transaction = transaction;
  }

  @GetMapping
  String show(Member member, Model model) {
    model
        .addAttribute("member", member)
        .addAttribute("left", recoveryCodes.left(member.id()))
        .addAttribute("platforms", platforms.all().stream().map(Platform::id).toList());
    return "staff/me";
  }

  /** Names the member's own account, by its name on the platform; empty takes it back. */
  @PostMapping("/account")
  String account(
      Member member,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(defaultValue = "") String handle,
      RedirectAttributes redirect) {
    String name = handle.strip().replaceFirst("^@", "");
    AccountRef account = name.isEmpty() ? null : find(platform, name);
    transaction.executeWithoutResult(t -> {
      members.setAccount(member.id(), account);
      records.append(
          What.ACCOUNT_NAMED,
          member.id(),
          account == null ? Map.of() : Map.of("platform", platform, "account", account.nativeId()));
    });
    redirect.addFlashAttribute(
        "done",
        account == null
            ? "No account is named as yours."
            : "Saved. You will not be given what your account reported, is the subject of, or is"
                + " mentioned in.");
    return "redirect:/me";
  }

  /** New recovery codes, for a code of the authenticator. */
  @PostMapping("/recovery-codes")
  String renew(
      Member member,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      Model model) {
    Tries.Try it = tries.begin(member.name(), request.getRemoteAddr());
    if (!signIn.isTotp(members.find(member.id()).orElseThrow(), code)) {
      throw new Refused(
          StaffProblem.WRONG_SIGN_IN,
          "That code did not fit. Wait for the next one and try again.");
    }
    tries.right(it);
    List<String> codes =
        transaction.execute(t -> {
          records.append(What.RECOVERY_RENEWED, member.id(), Map.of());
          return recoveryCodes.renew(member.id());
        });
    model.addAttribute("codes", codes);
    return "staff/recovery";
  }

  private AccountRef find(String platform, String handle) {
    try {
      return platforms
          .find(new PlatformId(platform))
          .orElseThrow(MyPage::noSuchAccount)
          .named(handle)
          .orElseThrow(MyPage::noSuchAccount);
    } catch (PlatformUnavailable e) {
      throw new Refused(
          StaffProblem.NO_SUCH_ACCOUNT, "The platform does not answer now. Try again soon.");
    } catch (IllegalArgumentException e) {
      throw noSuchAccount();
    }
  }

  private static Refused noSuchAccount() {
    return new Refused(
        StaffProblem.NO_SUCH_ACCOUNT, "There is no account of that name. Check how it is written.");
  }
}
