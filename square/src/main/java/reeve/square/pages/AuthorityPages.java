package reeve.square.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.authority.AuthorityForms;
import reeve.square.authority.AuthorityForms.Form;
import reeve.square.base.Refusal;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** The form of authorities; for anybody, since nothing in it is believed. */
@Controller
final class AuthorityPages {
  private final AuthorityForms forms;

  AuthorityPages(AuthorityForms forms) {
    this.forms = forms;
  }

  @GetMapping("/authority")
  @Needs(Who.ANYBODY)
  ModelAndView form() {
    return page(new ModelAndView("authority"), Form.EMPTY);
  }

  @PostMapping("/authority")
  @Needs(Who.ANYBODY)
  ModelAndView send(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String authority,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String wish,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String ground,
      @RequestParam(defaultValue = "") String account,
      @RequestParam(defaultValue = "") String posts,
      @RequestParam(defaultValue = "") String contact,
      @RequestParam(defaultValue = "") String text) {
    Form form = new Form(authority, state, wish, reference, ground, account, posts, contact, text);
    try {
      return Back.to("/authority/" + forms.take(form, request.getRemoteAddr()), "/authority");
    } catch (Refusal refusal) {
      return page(Back.again("authority", refusal, response), form);
    }
  }

  /** Says the same of every reference, so that nobody learns which forms there are. */
  @GetMapping("/authority/{reference}")
  @Needs(Who.ANYBODY)
  ModelAndView sent(@PathVariable String reference) {
    if (!AuthorityForms.isReference(reference)) {
      throw Refusal.notFound("page");
    }
    return new ModelAndView("authority-sent").addObject("reference", reference);
  }

  private static ModelAndView page(ModelAndView page, Form form) {
    return page.addObject("form", form)
        .addObject("wishes", AuthorityForms.Wish.values())
        .addObject("states", AuthorityForms.states());
  }
}
