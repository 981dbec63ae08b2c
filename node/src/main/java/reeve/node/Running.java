package reeve.node;

import java.util.Optional;
import reeve.server.staff.FirstLink;
import reeve.server.staff.Role;
import reeve.server.staff.SampleLinks;

/** What the terminal says once everything runs. */
record Running(Reeve reeve, Listeners listeners, Terminal terminal) {
  /** Where everything is, and the way in for the first administrator. */
  void greet() {
    addresses();
    Optional<String> first = reeve.server().getBean(FirstLink.class).make();
    if (first.isPresent()) {
      terminal.line("");
      terminal.line("First administrator (good once, for an hour):");
      terminal.line("  " + listeners.deskUrl() + first.get());
    }
    last();
  }

  /** The same for the invented town, which is made at the first start. */
  void greetSample(SampleTown town) {
    if (!town.stands()) {
      var file = terminal.step("an invented town", town::simulate);
      terminal.step("people move in", () -> move(town, file));
      terminal.step("a first decision", () -> decide(town));
      terminal.step("its figures", () -> publish(town));
      town.remember();
    }
    var links = reeve.server().getBean(SampleLinks.class);
    var guests = town.guests();
    String reporter = terminal.step("a reporter's link", () -> town.link(guests.reporter()));
    String suspended = terminal.step("a holder's link", () -> town.link(guests.suspended()));
    addresses();
    terminal.line("");
    terminal.line("Links, each good once; start at the square for the tour:");
    desk("Lead", links.make("Lena", Role.LEAD));
    desk("Legal", links.make("Lois", Role.LEGAL));
    desk("Reviewer 1", links.make("Ravi", Role.REVIEWER));
    desk("Reviewer 2", links.make("Mina", Role.REVIEWER));
    square("Reporter", reporter);
    square("Suspended", suspended);
    last();
  }

  private static boolean move(SampleTown town, java.nio.file.Path file) {
    town.move(file);
    return true;
  }

  private static boolean decide(SampleTown town) {
    town.suspendOne();
    return true;
  }

  private static boolean publish(SampleTown town) {
    town.publish();
    return true;
  }

  private void desk(String who, String path) {
    terminal.line("  %-12s %s%s".formatted(who, listeners.deskUrl(), path));
  }

  private void square(String who, String token) {
    terminal.line("  %-12s %s/link/%s".formatted(who, listeners.squareUrl(), token));
  }

  private void addresses() {
    terminal.line("");
    terminal.line("The square   " + listeners.squareUrl());
    terminal.line("The desk     " + listeners.deskUrl());
    terminal.line("Figures      " + listeners.squareUrl() + "/transparency/");
  }

  private void last() {
    terminal.line("");
    terminal.line("Ctrl-C stops it.");
  }
}
