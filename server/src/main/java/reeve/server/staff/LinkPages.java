package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.platform.Refused;
import reeve.server.platform.ServerSettings;

/** Where a one-time link leads. Reading the page uses nothing up: link checkers read pages too. */
@Controller
@Access(Access.Who.ANYONE)
final class LinkPages {
  private static final String SECRET = "reeve.new-secret";

  private final Links links;
  private final Enrolment enrolment;
  private final Members members;
  private final SignIn signIn;
  private final ServerSettings settings;
  private final TransactionTemplate transaction;

  LinkPages(
      Links links,
      Enrolment enrolment,
      Members members,
      SignIn signIn,
      ServerSettings settings,
      TransactionTemplate transaction) {
    this.links = links;
    this.enrolment = enrolment;
    this.members = members;
    this.signIn = signIn;
    this.settings = settings;
    this.transaction = transaction;
  }

  @GetMapping("/link/{token}")
  String show(@PathVariable String token, HttpServletRequest request, Model model) {
    Links.Link link = links.find(token).orElseThrow(Links::spent);
    if (link.purpose() == Links.Purpose.SAMPLE) {
      model.addAttribute("role", link.role().label());
      return "staff/sample-link";
    }
    String name = enrolment.nameOf(link);
    return form(link, name == null ? "" : name, request, model);
  }

  /** Sets name, password and authenticator, and signs in. */
  @PostMapping("/link/{token}")
  String enrol(
      @PathVariable String token,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String again,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Links.Link link = links.find(token).orElseThrow(Links::spent);
    if (link.purpose() == Links.Purpose.SAMPLE) {
      return signInToSample(token, link, request, response);
    }
    try {
      SignIn.requireSafeLine(request);
      var choice = new Enrolment.Choice(name, password, again, code);
      var enrolled = enrolment.enrol(token, secret(request), choice);
      signIn.begin(enrolled.row(), request, response, "link");
      model.addAttribute("codes", enrolled.recoveryCodes());
      return "staff/recovery";
    } catch (Refused refused) {
      String view = form(link, name, request, model);
      return SignInPages.again(view, refused, response, model);
    }
  }

  private String signInToSample(
      String token, Links.Link link, HttpServletRequest request, HttpServletResponse response) {
    StaffId id = link.member();
    if (!settings.sample() || id == null) {
      throw Links.spent();
    }
    transaction.executeWithoutResult(t -> links.use(token));
    signIn.begin(members.find(id).orElseThrow(Links::spent), request, response, "sample link");
    return "redirect:/";
  }

  private static String form(
      Links.Link link, String name, HttpServletRequest request, Model model) {
    String secret = secret(request);
    model
        .addAttribute("role", link.role().label())
        .addAttribute("name", name)
        .addAttribute("shortest", Passwords.SHORTEST)
        .addAttribute("secret", secret.replaceAll("(.{4})(?=.)", "$1 "))
        .addAttribute("qr", Qr.of(Totp.uri(secret, name.isEmpty() ? "desk" : name)));
    return "staff/enrol";
  }

  /** The same until the session ends, so that a wrong code is no reason to scan again. */
  private static String secret(HttpServletRequest request) {
    HttpSession session = request.getSession(true);
    if (session.getAttribute(SECRET) instanceof String secret) {
      return secret;
    }
    String secret = Totp.newSecret();
    session.setAttribute(SECRET, secret);
    return secret;
  }
}
