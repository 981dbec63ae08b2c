package reeve.server.staff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;
import reeve.server.record.RecordSearch;
import reeve.server.record.Recorded;
import reeve.server.staff.StaffRecords.What;

/** What happened, for leads. That they looked, and for what, is a record too. */
@Controller
@Access(Access.Who.LEAD)
final class RecordPages {
  private static final int SHOWN = 50;
  private static final String STAFF = "staff:";

  private final RecordSearch search;
  private final Members members;
  private final StaffRecords records;

  RecordPages(RecordSearch search, Members members, StaffRecords records) {
    this.search = search;
    this.members = members;
    this.records = records;
  }

  /** A record as the page shows it. */
  record Line(
      String id,
      Instant at,
      String kind,
      @Nullable String subject,
      @Nullable String subjectUrl,
      String actor,
      @Nullable String cause,
      List<Pair> open,
      List<Pair> closed,
      boolean damaged,
      boolean erased) {}

  /** A name and its value as text. */
  record Pair(String name, String value) {}

  @GetMapping("/records")
  String show(
      Member member,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String actor,
      @RequestParam(defaultValue = "square") String platform,
      @RequestParam(defaultValue = "") String subject,
      @RequestParam(required = false) @Nullable Long before,
      Model model) {
    var wanted =
        new RecordSearch.Wanted(
            word(kind),
            actorOf(actor),
            subject.isBlank() ? null : platform.strip(),
            word(subject),
            before);
    RecordSearch.Found found = search.search(wanted, SHOWN);
    records.append(
        What.RECORDS_READ,
        member.id(),
        Map.of("kind", clean(kind), "actor", clean(actor), "subject", clean(subject)));
    Map<UUID, String> names = names();
    model
        .addAttribute("lines", found.records().stream().map(it -> line(it, names)).toList())
        .addAttribute("next", found.next())
        .addAttribute("kind", kind)
        .addAttribute("actor", actor)
        .addAttribute("platform", platform)
        .addAttribute("subject", subject)
        .addAttribute("reach", RecordSearch.REACH);
    return "staff/records";
  }

  private Map<UUID, String> names() {
    Map<UUID, String> names = new HashMap<>();
    members.all().forEach(row -> names.put(row.member().id().value(), row.member().name()));
    return names;
  }

  private static @Nullable String word(String typed) {
    return typed.isBlank() ? null : clean(typed.strip());
  }

  /** Without what PostgreSQL cannot hold. */
  private static String clean(String typed) {
    return typed
        .codePoints()
        .filter(c -> c != 0 && (c < 0xd800 || c > 0xdfff))
        .limit(300)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A member by name, or an actor as it stands in the record. */
  private @Nullable String actorOf(String typed) {
    String word = word(typed);
    return word == null
        ? null
        : members.named(word).map(row -> row.member().id().actor().text()).orElse(word);
  }

  private static Line line(Recorded record, Map<UUID, String> names) {
    Subject subject = record.subject();
    return new Line(
        record.id().toString(),
        record.at(),
        record.kind().name(),
        subject == null ? null : text(subject),
        subject == null ? null : url(subject),
        actor(record.actor(), names),
        record.cause() == null ? null : record.cause().toString(),
        pairs(record.publicHalf()),
        pairs(record.privateHalf()),
        record.damaged(),
        record.privateHalf() == null && !record.damaged());
  }

  private static String text(Subject subject) {
    return switch (subject) {
      case AccountRef account -> account.platform() + " account " + account.nativeId();
      case PostRef post -> post.platform() + " post " + post.nativeId();
    };
  }

  private static String url(Subject subject) {
    return "/records?platform=%s&subject=%s"
        .formatted(
            subject.platform(),
            java.net.URLEncoder.encode(
                subject.nativeId(), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String actor(String actor, Map<UUID, String> names) {
    if (!actor.startsWith(STAFF)) {
      return actor;
    }
    String id = actor.substring(STAFF.length());
    return names.getOrDefault(UUID.fromString(id), id);
  }

  private static List<Pair> pairs(@Nullable Map<String, Object> half) {
    List<Pair> pairs = new ArrayList<>();
    if (half != null) {
      half.forEach((name, value) -> {
        String text = String.valueOf(value);
        if (value != null && !text.isEmpty() && !text.equals("[]")) {
          pairs.add(new Pair(name, text));
        }
      });
    }
    return pairs;
  }
}
