package reeve.server.legal;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How each form of the desk of legal is answered: a sentence, and back to where it stands. */
final class Back {
  private Back() {}

  /** What was asked for is done. */
  static String done(RedirectAttributes flash, String words, String to) {
    flash.addFlashAttribute("done", words);
    return "redirect:" + to;
  }

  /** It is done, and somebody has to know something. */
  static String warned(RedirectAttributes flash, String words, String to) {
    flash.addFlashAttribute("warning", words);
    return "redirect:" + to;
  }

  /** {@link #warned} where there is something to know, else {@link #done}. */
  static String to(RedirectAttributes flash, String done, String warning, String to) {
    return warning.isEmpty() ? done(flash, done, to) : warned(flash, warning, to);
  }
}
