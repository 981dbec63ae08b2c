package reeve.server.delivery;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;

/** What leaves, by which channels: leads look, legal and administrators switch. */
@Controller
@RequestMapping("/deliveries")
@Access({Access.Who.LEAD, Access.Who.LEGAL})
final class DeliveryPages {
  static final Kind SECRET_MADE = new Kind("delivery.secret-made", 1);
  static final Kind TESTED = new Kind("delivery.tested", 1);

  private final MessageRows rows;
  private final Switchboard channels;
  private final Handing outbox;
  private final Hooks hooks;
  private final StaffAlarm alarm;
  private final Records records;
  private final Roster roster;
  private final DeliverySettings settings;
  private final TransactionTemplate transaction;

  DeliveryPages(
      MessageRows rows,
      Switchboard channels,
      Handing outbox,
      Hooks hooks,
      StaffAlarm alarm,
      Records records,
      Roster roster,
      DeliverySettings settings,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.channels = channels;
    this.outbox = outbox;
    this.hooks = hooks;
    this.alarm = alarm;
    this.records = records;
    this.roster = roster;
    this.settings = settings;
    this.transaction = transaction;
  }

  /** A channel with what waits in it. */
  record Line(Channel channel, Switchboard.Setting setting, MessageRows.Counts counts) {}

  /** A list of messages. */
  enum Tab {
    FAILED("Given up"),
    WAITING("Waiting"),
    SENT("Sent"),
    DROPPED("Not sent");

    private final String label;

    Tab(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Tab of(@Nullable String code) {
      for (Tab tab : values()) {
        if (tab.code().equals(code)) {
          return tab;
        }
      }
      return FAILED;
    }
  }

  @GetMapping
  String all(
      @RequestParam(name = "list", required = false) @Nullable String list,
      Member member,
      Model model) {
    Tab tab = Tab.of(list);
    Map<String, Switchboard.Setting> set = channels.settings();
    List<Line> lines = new ArrayList<>();
    for (Channel channel : channels.all()) {
      lines.add(
          new Line(
              channel,
              set.getOrDefault(channel.name(), new Switchboard.Setting(false, null, null)),
              rows.counts(channel.name())));
    }
    model.addAttribute("lines", lines);
    model.addAttribute("tab", tab);
    model.addAttribute("tabs", Tab.values());
    model.addAttribute("counts", rows.counts(null));
    model.addAttribute("messages", rows.in(Outbox.State.valueOf(tab.name())));
    model.addAttribute("mail", settings.mail());
    model.addAttribute("alarms", settings.alarms());
    // Their hosts alone: the rest of an address may be a secret.
    model.addAttribute(
        "hooks",
        settings.alarms().webhook().stream().map(it -> String.valueOf(it.getHost())).toList());
    model.addAttribute("names", roster.names());
    model.addAttribute("switches", member.is(Role.LEGAL));
    return "delivery/deliveries";
  }

  /** For the frame of every page. */
  @GetMapping("/alarm")
  String alarm(Model model) {
    model.addAttribute("failed", rows.counts(null).failed());
    return "delivery/alarm :: alarm";
  }

  @PostMapping("/channels/{name}")
  @Access(Access.Who.LEGAL)
  String set(
      @PathVariable String name,
      @RequestParam boolean on,
      Member member,
      RedirectAttributes flash) {
    channels.set(name, on, member);
    flash.addFlashAttribute(
        "done",
        on
            ? "Switched on, in your name. What waited leaves now."
            : "Switched off, in your name. What comes waits.");
    return "redirect:/deliveries";
  }

  @PostMapping("/test")
  String test(Member member, RedirectAttributes flash) {
    if (settings.alarms().none()) {
      throw new Refused(
          DeliveryProblem.NOTHING_SET_UP,
          "No address is set up: server.delivery.alarms.mail or server.delivery.alarms.webhook.");
    }
    String id = UUID.randomUUID().toString();
    transaction.executeWithoutResult(t ->
        alarm.raise(
            "test/" + id,
            "Test of the alarms of Reeve",
            "Somebody at the desk sent this to see whether alarms arrive. Nothing has to be done.\n",
            Map.of("test", id),
            records.append(
                new Entry(TESTED, null, member.id().actor(), null, Map.of(), Map.of("test", id)))));
    flash.addFlashAttribute("done", "A test is on its way to every address of the alarms.");
    return "redirect:/deliveries?list=waiting";
  }

  /** Shown once, in the answer: it is kept sealed, and stands in no session. */
  @PostMapping("/secret")
  @Access(Access.Who.LEGAL)
  String secret(@RequestParam int place, Member member, Model model) {
    List<URI> hooksOfStaff = settings.alarms().webhook();
    if (place < 0 || place >= hooksOfStaff.size()) {
      throw new Refused(DeliveryProblem.NO_SUCH_CHANNEL, "There is no webhook of this number.");
    }
    URI to = hooksOfStaff.get(place);
    String secret =
        transaction.execute(t -> {
          records.append(
              new Entry(
                  SECRET_MADE,
                  null,
                  member.id().actor(),
                  null,
                  Map.of(),
                  Map.of("host", String.valueOf(to.getHost()))));
          return hooks.renew(to);
        });
    model.addAttribute("secret", secret);
    model.addAttribute("host", to.getHost());
    return "delivery/secret";
  }

  @PostMapping("/{id}/again")
  @Access(Access.Who.LEGAL)
  String again(@PathVariable UUID id, Member member, RedirectAttributes flash) {
    outbox.sendAgain(id, member);
    flash.addFlashAttribute("done", "It is tried again, in your name.");
    return "redirect:/deliveries?list=waiting";
  }

  @PostMapping("/{id}/drop")
  @Access(Access.Who.LEGAL)
  String drop(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    outbox.drop(id, why, member);
    flash.addFlashAttribute("done", "It is not sent. Your reason is kept.");
    return "redirect:/deliveries";
  }
}
