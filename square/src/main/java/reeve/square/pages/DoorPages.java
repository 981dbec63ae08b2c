package reeve.square.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.accounts.SignIn;
import reeve.square.accounts.SignUp;
import reeve.square.accounts.Standing;
import reeve.square.base.AccountId;
import reeve.square.base.Refusal;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.letters.OneTimeLinks;
import reeve.square.rules.SquareRules;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Paths;
import reeve.square.web.SessionCookie;

/** In and out: sign-in, sign-up, one-time links. */
@Controller
final class DoorPages {
  private final SignIn signIn;
  private final SignUp signUp;
  private final OneTimeLinks links;
  private final Standing standing;
  private final SessionCookie cookie;
  private final SquareRules rules;

  DoorPages(
      SignIn signIn,
      SignUp signUp,
      OneTimeLinks links,
      Standing standing,
      SessionCookie cookie,
      SquareRules rules) {
    this.signIn = signIn;
    this.signUp = signUp;
    this.links = links;
    this.standing = standing;
    this.cookie = cookie;
    this.rules = rules;
  }

  @GetMapping("/sign-in")
  @Needs(Who.ANYBODY)
  ModelAndView signInForm(@RequestParam(required = false) @Nullable String next) {
    return new ModelAndView("sign-in")
        .addObject("next", Back.local(next, "/"))
        .addObject("name", "");
  }

  @PostMapping("/sign-in")
  @Needs(Who.ANYBODY)
  ModelAndView signIn(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(required = false) @Nullable String next) {
    try {
      AccountId account = signIn.check(name, password, request.getRemoteAddr());
      return enter(request, response, account, Back.local(next, "/"));
    } catch (Refusal refusal) {
      return Back.again("sign-in", refusal, response)
          .addObject("next", Back.local(next, "/"))
          .addObject("name", name);
    }
  }

  @PostMapping("/sign-out")
  @Needs(Who.ANYBODY)
  ModelAndView signOut(HttpServletRequest request, HttpServletResponse response) {
    cookie.signOut(request, response);
    return Back.to("/public", "/");
  }

  /** What somebody wrote to sign up, but the password. */
  record SignUpForm(String handle, String mail, String reason) {}

  @GetMapping("/sign-up")
  @Needs(Who.ANYBODY)
  ModelAndView signUpForm() {
    return signUpPage(new ModelAndView("sign-up"), new SignUpForm("", "", ""));
  }

  @PostMapping("/sign-up")
  @Needs(Who.ANYBODY)
  ModelAndView signUp(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String handle,
      @RequestParam(defaultValue = "") String mail,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "false") boolean agreed) {
    try {
      AccountId account =
          signUp.signUp(
              new SignUp.Wish(
                  handle.strip(),
                  mail,
                  password,
                  reason,
                  agreed,
                  request.getRemoteAddr(),
                  language(request)));
      return signUp.mode() == SignUpMode.OPEN
          ? enter(request, response, account, "/me/profile")
          : new ModelAndView("sign-up-waits").addObject("handle", handle.strip());
    } catch (Refusal refusal) {
      return signUpPage(
          Back.again("sign-up", refusal, response), new SignUpForm(handle, mail, reason));
    }
  }

  /** The language that the browser asks for first; null where it asks for none. */
  private static @Nullable String language(HttpServletRequest request) {
    String first =
        request.getHeader("Accept-Language") == null ? "" : request.getLocale().getLanguage();
    return first.matches("[a-z]{2,3}") ? first : null;
  }

  private ModelAndView signUpPage(ModelAndView page, SignUpForm form) {
    return page.addObject("form", form)
        .addObject("closed", signUp.mode() == SignUpMode.CLOSED)
        .addObject("approval", signUp.mode() == SignUpMode.APPROVAL)
        .addObject("rules", rules.inForce().rules());
  }

  /** Looking at the link does not use it up: programs that fetch previews look, too. */
  @GetMapping("/link/{token}")
  @Needs(Who.ANYBODY)
  ModelAndView link(HttpServletResponse response, @PathVariable String token) {
    response.setHeader("Referrer-Policy", "no-referrer");
    return new ModelAndView("link").addObject("token", token);
  }

  @PostMapping("/link/{token}")
  @Needs(Who.ANYBODY)
  ModelAndView useLink(
      HttpServletRequest request, HttpServletResponse response, @PathVariable String token) {
    return links
        .redeem(token)
        .map(account -> enter(request, response, account, Paths.STANDING))
        .orElseGet(() ->
            Back.again(
                "link",
                Refusal.invalid(
                    "This link was used already, is too old, or is not complete. Ask for a new"
                        + " one where you got it."),
                response));
  }

  private ModelAndView enter(
      HttpServletRequest request, HttpServletResponse response, AccountId account, String next) {
    cookie.signIn(request, response, account);
    return Back.to(standing.suspended(account) ? Paths.STANDING : next, "/");
  }
}
