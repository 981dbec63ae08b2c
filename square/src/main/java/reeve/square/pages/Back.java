package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import reeve.square.base.Refusal;

/** Where a form leads after it was sent. */
final class Back {
  private Back() {}

  /** Leads to a page of the square, and nowhere else whatever a form says. */
  static ModelAndView to(@Nullable String next, String otherwise) {
    RedirectView view = new RedirectView(local(next, otherwise));
    view.setStatusCode(HttpStatus.SEE_OTHER);
    view.setExpandUriTemplateVariables(false);
    return new ModelAndView(view);
  }

  static String local(@Nullable String next, String otherwise) {
    boolean ours =
        next != null
            && next.matches("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]*")
            && next.length() < 500;
    return ours && next != null ? next : otherwise;
  }

  /** The form again, with what was wrong with it. */
  static ModelAndView again(String page, Refusal refusal, HttpServletResponse response) {
    response.setStatus(refusal.fault().status());
    return new ModelAndView(page).addObject("error", refusal.detail());
  }
}
