package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.platform.Refused;
import reeve.server.staff.StaffRecords.What;

@Controller
@Access(Access.Who.ANYONE)
final class SignInPages {
  private final SignIn signIn;
  private final StaffRecords records;

  SignInPages(SignIn signIn, StaffRecords records) {
    this.signIn = signIn;
    this.records = records;
  }

  @GetMapping("/sign-in")
  String form(@RequestParam(defaultValue = "") String next, @Nullable Member member, Model model) {
    if (member != null) {
      return "redirect:" + local(next);
    }
    model.addAttribute("next", local(next)).addAttribute("name", "");
    return "staff/sign-in";
  }

  @PostMapping("/sign-in")
  String password(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    model.addAttribute("next", local(next)).addAttribute("name", name);
    try {
      signIn.password(name, password, request);
      return "staff/code";
    } catch (Refused refused) {
      return again("staff/sign-in", refused, response, model);
    }
  }

  @PostMapping("/sign-in/code")
  String code(
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    try {
      Member member = signIn.code(code, request, response);
      return "redirect:" + (member.guestOf() == null ? local(next) : "/appeals");
    } catch (Refused refused) {
      model.addAttribute("next", local(next)).addAttribute("name", "");
      String view = signIn.isHalf(request) ? "staff/code" : "staff/sign-in";
      return again(view, refused, response, model);
    }
  }

  @PostMapping("/sign-out")
  String signOut(HttpServletRequest request, @Nullable Member member) {
    var session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    if (member != null) {
      records.append(What.SIGNED_OUT, member.id(), Map.of());
    }
    return "redirect:/sign-in";
  }

  static String again(String view, Refused refused, HttpServletResponse response, Model model) {
    response.setStatus(refused.problem().status());
    model.addAttribute("warning", refused.getMessage());
    return view;
  }

  /** A path of this server, and never an address elsewhere. */
  static String local(String next) {
    boolean ours =
        next.matches("/[A-Za-z0-9._~/%=&?+:-]*") && !next.startsWith("//") && next.length() <= 300;
    return ours ? next : "/";
  }
}
