package reeve.server.banks;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.signals.media.BankCsv;
import reeve.signals.media.BankEntry;
import reeve.signals.media.BankImport;
import reeve.signals.media.BankJson;

/** The banks for programs of the staff, by their session: no key of a platform reads them. */
@RestController
@RequestMapping("/api/v1/banks")
@Access(Access.Who.REVIEWER)
@Tag(name = "banks", description = "Banks of known hashes, for signed-in staff")
final class BankApi {
  private final Entries entries;
  private final Banking banking;
  private final LookUp lookUp;
  private final BankBodies bodies;
  private final TransactionTemplate transaction;

  BankApi(
      Entries entries,
      Banking banking,
      LookUp lookUp,
      BankBodies bodies,
      TransactionTemplate transaction) {
    this.entries = entries;
    this.banking = banking;
    this.lookUp = lookUp;
    this.bodies = bodies;
    this.transaction = transaction;
  }

  /**
   * Matches of a hash or a file.
   *
   * @param discarded whether its quality is too low for its hash to say anything
   * @param more whether there are more matches than these
   */
  record BankMatches(int quality, boolean discarded, boolean more, List<BankMatch> matches) {}

  /** An entry, and how near it is. */
  record BankMatch(
      long id,
      String kind,
      String hash,
      int distance,
      String turn,
      SortedSet<String> labels,
      String severity,
      String source,
      Instant added,
      @Nullable Instant expires,
      int agreed,
      int disagreed) {}

  /** What became of an import. */
  record Imported(int added, int merged, int refused, List<BankImport.Note> notes) {}

  @GetMapping
  @Operation(summary = "The entries of a hash, and for PDQ those within a distance of 31")
  BankMatches find(@RequestParam String hash) {
    List<LookUp.Answer> answers = BankPages.hashes(hash).stream().map(lookUp::hash).toList();
    return new BankMatches(
        0,
        false,
        answers.stream().anyMatch(LookUp.Answer::more),
        answers.stream().flatMap(answer -> answer.matches().stream()).map(BankApi::match).toList());
  }

  @PostMapping("/look-up")
  @Operation(summary = "The entries that a picture, the body of the request, matches")
  BankMatches lookUp(@Parameter(hidden = true) HttpServletRequest request) {
    LookUp.Answer answer = bodies.picture(request);
    return new BankMatches(
        answer.quality(),
        answer.discarded(),
        answer.more(),
        answer.matches().stream().map(BankApi::match).toList());
  }

  @PostMapping
  @Access(Access.Who.LEAD)
  @Operation(summary = "Takes a bank in, as text/csv or application/json")
  Imported take(
      @Parameter(hidden = true) Member member,
      @RequestParam(defaultValue = "") String source,
      @Parameter(hidden = true) HttpServletRequest request) {
    String type = request.getContentType() == null ? "" : request.getContentType();
    BankBodies.Form form =
        switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
          case "text/csv" -> BankBodies.Form.CSV;
          case "application/json" -> BankBodies.Form.JSON;
          default ->
              throw new Refused(
                  BankProblem.UNKNOWN_FORM, "Send text/csv or application/json as Content-Type.");
        };
    BankBodies.Report report = bodies.entries(request, form, source, member);
    return new Imported(
        report.taken().added(), report.taken().merged(), report.refused(), report.read().notes());
  }

  @GetMapping("/export")
  @Access(Access.Who.LEAD)
  @Operation(summary = "All entries, as CSV or JSON")
  void export(
      @RequestParam(defaultValue = "CSV") BankBodies.Form form,
      @Parameter(hidden = true) HttpServletResponse response) {
    String name = form.name().toLowerCase(Locale.ROOT);
    response.setContentType(form == BankBodies.Form.CSV ? "text/csv" : "application/json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Content-Disposition", "attachment; filename=\"bank." + name + "\"");
    // Within a transaction rows are fetched in stretches.
    transaction.executeWithoutResult(_ -> {
      try (Stream<BankEntry> all = entries.all()) {
        switch (form) {
          case CSV -> BankCsv.write(all, response.getWriter());
          case JSON -> BankJson.write(all, response.getOutputStream());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @PostMapping("/{id:\\d{1,18}}/judgement")
  @Operation(summary = "Counts a match as right or wrong")
  Map<String, Long> judge(
      @Parameter(hidden = true) Member member, @PathVariable long id, @RequestParam boolean agree) {
    banking.judge(id, agree, member);
    return Map.of("id", id);
  }

  private static BankMatch match(LookUp.Match match) {
    BankEntry entry = match.known().entry();
    return new BankMatch(
        match.known().id(),
        entry.hash().kind().name(),
        entry.hash().hex(),
        match.distance(),
        match.turn().name(),
        entry.labels(),
        entry.severity().name(),
        entry.source(),
        entry.added(),
        entry.expires(),
        entry.agreed(),
        entry.disagreed());
  }
}
