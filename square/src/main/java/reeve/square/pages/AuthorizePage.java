package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import org.springframework.web.util.UriComponentsBuilder;
import reeve.square.base.Refusal;
import reeve.square.oauth.Grants;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Paths;

/** Where a person lets a program in (RFC 6749, 4.1), or does not. */
@Controller
final class AuthorizePage {
  /** The program has no address: the person carries the code over by hand. */
  private static final String BY_HAND = "urn:ietf:wg:oauth:2.0:oob";

  private final Grants grants;

  AuthorizePage(Grants grants) {
    this.grants = grants;
  }

  @GetMapping("/oauth/authorize")
  @Needs(Who.MEMBER)
  ModelAndView ask(HttpServletResponse response, @RequestParam Map<String, String> asked) {
    Grants.Request request = request(asked);
    response.setHeader("Content-Security-Policy", policy(request.redirectUri()));
    return new ModelAndView("authorize")
        .addObject("request", request)
        .addObject("asked", kept(asked));
  }

  @PostMapping("/oauth/authorize")
  @Needs(Who.MEMBER)
  ModelAndView answer(Member member, @RequestParam Map<String, String> asked) {
    Grants.Request request = request(asked);
    boolean yes = "yes".equals(asked.get("answer"));
    String code = yes ? grants.authorize(member.id(), request) : null;
    if (request.redirectUri().equals(BY_HAND)) {
      return new ModelAndView("authorized").addObject("code", code);
    }
    RedirectView back = new RedirectView(leave(request, code));
    back.setStatusCode(HttpStatus.SEE_OTHER);
    back.setExpandUriTemplateVariables(false);
    return new ModelAndView(back);
  }

  /** As on every page, but the form's answer may lead back to the program. */
  private static String policy(String redirectUri) {
    URI uri = URI.create(redirectUri);
    String target =
        uri.getRawAuthority() == null || !String.valueOf(uri.getScheme()).startsWith("http")
            ? uri.getScheme() + ":"
            : uri.getScheme() + "://" + uri.getRawAuthority();
    return Paths.POLICY.replace("form-action 'self'", "form-action 'self' " + target);
  }

  private static String leave(Grants.Request request, @Nullable String code) {
    UriComponentsBuilder to = UriComponentsBuilder.fromUriString(request.redirectUri());
    Map<String, Object> values = new LinkedHashMap<>();
    if (code == null) {
      to.queryParam("error", "access_denied");
    } else {
      to.queryParam("code", "{code}");
      values.put("code", code);
    }
    String state = request.state();
    if (state != null) {
      to.queryParam("state", "{state}");
      values.put("state", state);
    }
    return to.encode().buildAndExpand(values).toUriString();
  }

  private Grants.Request request(Map<String, String> asked) {
    if (!"code".equals(asked.get("response_type"))) {
      throw Refusal.invalid("response_type must be code.");
    }
    return grants.request(
        asked.getOrDefault("client_id", ""),
        asked.getOrDefault("redirect_uri", ""),
        asked.get("scope"),
        asked.get("state"),
        asked.get("code_challenge"),
        asked.get("code_challenge_method"));
  }

  private static Map<String, String> kept(Map<String, String> asked) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method"
        }) {
      String value = asked.get(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    return kept;
  }
}
