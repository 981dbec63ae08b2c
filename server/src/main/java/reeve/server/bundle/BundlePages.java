package reeve.server.bundle;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.platform.Refused;
import reeve.server.record.RecordId;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Roster;
import reeve.server.staff.Views;

/** Evidence bundles of a case: making, following, downloading. */
@Controller
@RequestMapping("/bundles")
@Access({Access.Who.LEAD, Access.Who.LEGAL})
final class BundlePages {
  private static final int NEWEST = 50;

  private final Bundling bundling;
  private final BundleRows rows;
  private final Keeping keeping;
  private final Material material;
  private final Entitled entitled;
  private final Signing signing;
  private final StampDoor stamp;
  private final BundleSettings settings;
  private final Roster roster;
  private final Views views;

  BundlePages(
      Bundling bundling,
      BundleRows rows,
      Keeping keeping,
      Material material,
      Entitled entitled,
      Signing signing,
      StampDoor stamp,
      BundleSettings settings,
      Roster roster,
      Views views) {
    this.bundling = bundling;
    this.rows = rows;
    this.keeping = keeping;
    this.material = material;
    this.entitled = entitled;
    this.signing = signing;
    this.stamp = stamp;
    this.settings = settings;
    this.roster = roster;
    this.views = views;
  }

  /** Reached from the page of a case by its address. */
  @GetMapping
  String of(@RequestParam("case") long caseId, Member member, Model model) {
    Case of = entitled.open(id(caseId), member);
    views.saw(member, of.account(), "evidence bundles", of.opened());
    List<BundleRow> all = bundling.of(of.id(), NEWEST);
    model
        .addAttribute("of", of)
        .addAttribute("possible", bundling.possible())
        .addAttribute("rulings", material.rulings(of))
        .addAttribute("mayPrivate", entitled.mayTakePrivate(member))
        .addAttribute("rows", all)
        .addAttribute("names", roster.names())
        .addAttribute("held", keeping.held(all))
        .addAttribute("days", settings.keep().toDays())
        .addAttribute("stamp", stamp.configured())
        .addAttribute("fingerprint", signing.fingerprint().orElse(null));
    return "bundle/bundles";
  }

  private static CaseId id(long id) {
    if (id < 1) {
      throw new Refused(BundleProblem.NO_SUCH_CASE, "There is no case " + id + ".");
    }
    return new CaseId(id);
  }

  @PostMapping
  String start(
      @RequestParam("case") long caseId,
      @RequestParam(defaultValue = "") String decision,
      @RequestParam(defaultValue = "false") boolean withPrivate,
      @RequestParam(defaultValue = "false") boolean withProofs,
      Member member) {
    UUID id =
        bundling.start(
            id(caseId), new Bundling.Choice(record(decision), withPrivate, withProofs), member);
    return "redirect:/bundles/" + id;
  }

  private static @Nullable RecordId record(String typed) {
    try {
      return typed.isBlank() ? null : new RecordId(UUID.fromString(typed.strip()));
    } catch (IllegalArgumentException e) {
      throw new Refused(BundleProblem.NO_SUCH_DECISION, "The case has no such decision.");
    }
  }

  /** A bundle of a case that the member may work on. */
  private BundleRow row(UUID id, Member member) {
    BundleRow row =
        rows.find(id)
            .orElseThrow(
                () -> new Refused(BundleProblem.NO_SUCH_BUNDLE, "There is no such bundle."));
    bundling.mend(row);
    entitled.open(row.of(), member);
    return rows.find(id).orElse(row);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    BundleRow row = row(id, member);
    model
        .addAttribute("row", row)
        .addAttribute("here", bundling.here(id))
        .addAttribute("mine", entitled.mayTake(row, member))
        .addAttribute("names", roster.names())
        .addAttribute("goes", row.at().plus(settings.keep()))
        .addAttribute("held", keeping.held(List.of(row)))
        .addAttribute("stamp", stamp.configured())
        .addAttribute("fingerprint", signing.fingerprint().orElse(null));
    return "bundle/bundle";
  }

  /** How far it is; the page asks until it has ended. */
  @GetMapping("/{id}/progress")
  String progress(@PathVariable UUID id, Member member, Model model, HttpServletResponse response) {
    BundleRow row = row(id, member);
    if (!row.runs()) {
      response.setHeader("HX-Refresh", "true");
    }
    model.addAttribute("row", row).addAttribute("here", bundling.here(id));
    return "bundle/bundle :: progress";
  }

  @PostMapping("/{id}/cancel")
  String cancel(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    row(id, member);
    bundling.cancel(id);
    flash.addFlashAttribute("done", "It ends.");
    return "redirect:/bundles/" + id;
  }

  /** The file; that it was taken is recorded first. */
  @GetMapping("/{id}/file")
  ResponseEntity<FileSystemResource> file(@PathVariable UUID id, Member member) {
    BundleRow row = row(id, member);
    if (!entitled.mayTake(row, member)) {
      throw new Refused(BundleProblem.NOT_YOURS, "It holds private posts: it is legal's alone.");
    }
    Path file = keeping.take(row, member);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .cacheControl(CacheControl.noStore())
        .header(
            "Content-Disposition",
            ContentDisposition.attachment().filename(row.name() + ".zip").build().toString())
        .body(new FileSystemResource(file));
  }
}
