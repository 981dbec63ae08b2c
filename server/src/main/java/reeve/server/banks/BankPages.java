package reeve.server.banks;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.signals.media.Hash;
import reeve.signals.media.Turn;

@Controller
@RequestMapping("/banks")
@Access(Access.Who.REVIEWER)
final class BankPages {
  private static final int SHOWN = 50;

  private final Entries entries;
  private final Banking banking;
  private final LookUp lookUp;
  private final BankBodies bodies;
  private final PostPictures pictures;

  BankPages(
      Entries entries, Banking banking, LookUp lookUp, BankBodies bodies, PostPictures pictures) {
    this.entries = entries;
    this.banking = banking;
    this.lookUp = lookUp;
    this.bodies = bodies;
    this.pictures = pictures;
  }

  @GetMapping
  String show(@RequestParam(defaultValue = "") String q, Model model) {
    String sought = q.strip();
    List<LookUp.Match> matches =
        sought.isEmpty()
            ? entries.newest(SHOWN).stream()
                .map(known -> new LookUp.Match(known, 0, Turn.NONE))
                .toList()
            : matches(sought);
    model
        .addAttribute("q", sought)
        .addAttribute("matches", matches)
        .addAttribute("count", entries.count())
        .addAttribute("waiting", pictures.waiting())
        .addAttribute("givenUp", pictures.givenUp())
        .addAttribute("passed", pictures.passed());
    return "banks/banks";
  }

  private List<LookUp.Match> matches(String hex) {
    return hashes(hex).stream().flatMap(hash -> lookUp.hash(hash).matches().stream()).toList();
  }

  /** The hashes that may be written so: 64 digits are a PDQ hash or a SHA-256. */
  static List<Hash> hashes(String hex) {
    List<Hash> hashes = new ArrayList<>();
    Arrays.stream(Hash.Kind.values())
        .map(kind -> kind.of(hex.strip().toLowerCase(Locale.ROOT)))
        .filter(Objects::nonNull)
        .forEach(hashes::add);
    if (hashes.isEmpty()) {
      throw new Refused(
          BankProblem.NO_HASH,
          "A hash is 64 hexadecimal digits (PDQ, SHA-256) or 32 (MD5); here are %d characters."
              .formatted(hex.length()));
    }
    return hashes;
  }

  @PostMapping("/look-up")
  String lookUp(HttpServletRequest request, Model model) {
    model.addAttribute("answer", bodies.picture(request));
    return "banks/parts :: answer";
  }

  @PostMapping("/import")
  @Access(Access.Who.LEAD)
  String take(
      @RequestParam(defaultValue = "CSV") BankBodies.Form form,
      @RequestParam(defaultValue = "") String source,
      HttpServletRequest request,
      Member member,
      Model model) {
    model.addAttribute("report", bodies.entries(request, form, source, member));
    return "banks/parts :: report";
  }

  @PostMapping("/{id:\\d{1,18}}/judge")
  String judge(
      @PathVariable long id,
      @RequestParam boolean agree,
      @RequestParam(defaultValue = "") String q,
      Member member,
      RedirectAttributes redirect) {
    banking.judge(id, agree, member);
    redirect.addFlashAttribute("done", agree ? "Counted as right." : "Counted as wrong.");
    return back(q, redirect);
  }

  @PostMapping("/{id:\\d{1,18}}/end")
  @Access(Access.Who.LEAD)
  String end(
      @PathVariable long id,
      @RequestParam(defaultValue = "") String q,
      Member member,
      RedirectAttributes redirect) {
    banking.end(id, member);
    redirect.addFlashAttribute("done", "The entry ended: it matches nothing from now on.");
    return back(q, redirect);
  }

  private static String back(String q, RedirectAttributes redirect) {
    if (!q.isBlank()) {
      redirect.addAttribute("q", q);
    }
    return "redirect:/banks";
  }

  @PostMapping("/again")
  @Access(Access.Who.LEAD)
  String again(RedirectAttributes redirect) {
    redirect.addFlashAttribute(
        "done", "%,d pictures are looked up again.".formatted(pictures.again()));
    return "redirect:/banks";
  }
}
