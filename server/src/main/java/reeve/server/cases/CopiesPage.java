package reeve.server.cases;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.staff.Access;

/** What became of the copies, run by run. */
@Controller
@Access(Access.Who.LEAD)
final class CopiesPage {
  private static final int RUNS = 100;

  private final Copies copies;
  private final CaseSettings settings;
  private final Platforms platforms;

  CopiesPage(Copies copies, CaseSettings settings, Platforms platforms) {
    this.copies = copies;
    this.settings = settings;
    this.platforms = platforms;
  }

  /**
   * What one platform did about pictures that nothing shows any more, and events long read.
   *
   * @param answers whether it told that now
   */
  record Sweeps(
      String platform,
      boolean answers,
      List<Platform.PictureRun> runs,
      List<Platform.StreamRun> streamRuns) {}

  @GetMapping("/copies")
  String copies(Model model) {
    model.addAttribute("runs", copies.runs(RUNS));
    model.addAttribute("standing", copies.standing());
    model.addAttribute("months", settings.keep().toTotalMonths());
    model.addAttribute("sweeps", platforms.all().stream().map(CopiesPage::sweeps).toList());
    return "cases/copies";
  }

  private static Sweeps sweeps(Platform platform) {
    try {
      return new Sweeps(
          platform.id().value(), true, platform.pictureRuns(RUNS), platform.streamRuns(RUNS));
    } catch (PlatformUnavailable e) {
      return new Sweeps(platform.id().value(), false, List.of(), List.of());
    }
  }
}
