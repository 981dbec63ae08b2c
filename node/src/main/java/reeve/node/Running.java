package reeve.node;

import reeve.server.staff.FirstLink;

/** What the terminal says once everything runs. */
record Running(Reeve reeve, Listeners listeners, Terminal terminal) {
  void greet() {
    addresses();
    reeve
        .server()
        .getBean(FirstLink.class)
        .make()
        .ifPresent(path -> {
          terminal.line("");
          terminal.line("First administrator (good once, for an hour):");
          terminal.line("  " + listeners.deskUrl() + path);
        });
    terminal.line("");
    terminal.line("Ctrl-C stops it.");
  }

  private void addresses() {
    terminal.line("");
    terminal.line("The square   " + listeners.squareUrl());
    terminal.line("The desk     " + listeners.deskUrl());
    terminal.line("Figures      " + listeners.squareUrl() + "/transparency/");
  }
}
