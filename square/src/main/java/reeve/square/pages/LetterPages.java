package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.accounts.Accounts;
import reeve.square.base.Refusal;
import reeve.square.letters.Letters;
import reeve.square.letters.Letters.Letter;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Paths;

/** How an account stands, what it was told, and its appeals. Open to the suspended. */
@Controller
final class LetterPages {
  private final Letters letters;
  private final Accounts accounts;
  private final InstantSource clock;

  LetterPages(Letters letters, Accounts accounts, InstantSource clock) {
    this.letters = letters;
    this.accounts = accounts;
    this.clock = clock;
  }

  @GetMapping(Paths.STANDING)
  @Needs(Who.HOLDER)
  ModelAndView standing(Member member) {
    return standingPage(new ModelAndView("standing"), member, "", "");
  }

  private ModelAndView standingPage(
      ModelAndView page, Member member, String letterId, String text) {
    List<Letter> all = letters.of(member.id());
    letters.markRead(member.id());
    return page.addObject("account", accounts.get(member.id()))
        .addObject("statements", all.stream().filter(Letter::statement).toList())
        .addObject("others", all.stream().filter(letter -> !letter.statement()).toList())
        .addObject("now", clock.instant())
        .addObject("appealing", letterId)
        .addObject("text", text);
  }

  @GetMapping("/me/letters")
  @Needs(Who.HOLDER)
  ModelAndView letters(Member member) {
    List<Letter> all = letters.of(member.id());
    letters.markRead(member.id());
    return new ModelAndView("letters")
        .addObject("letters", all)
        .addObject("now", clock.instant())
        .addObject("appealing", "")
        .addObject("text", "");
  }

  @PostMapping("/me/letters/{id}/appeal")
  @Needs(Who.HOLDER)
  ModelAndView appeal(
      Member member,
      HttpServletResponse response,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String text) {
    try {
      letters.appeal(member.id(), id, text.replace("\r\n", "\n"));
      return Back.to(Paths.STANDING, "/");
    } catch (Refusal refusal) {
      return standingPage(Back.again("standing", refusal, response), member, id, text);
    }
  }
}
