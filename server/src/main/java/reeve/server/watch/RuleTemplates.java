package reeve.server.watch;

/** What a new file begins with. */
final class RuleTemplates {
  private RuleTemplates() {}

  static String of(RuleFile file) {
    return switch (file.part()) {
      case RULES -> RULE.replace("NAME", file.name());
      case LISTS ->
          "# One entry a line, as the field has it: hosts and hashtags in lower case, without # and"
              + " www.\n";
      case PHRASES -> "# One phrase a line. It is found as whole words, in upper or lower case.\n";
    };
  }

  private static final String RULE =
      """
      rule: NAME
      owner: analysts
      description: >-
        What it finds, and what it must not take for that.
      clause: violent-extremism/recruitment
      event: post.created
      let:
        fresh: account.age_s < 7 * 86400
      counters:
        pushers: {kind: distinct, of: account.id, key: post.invites, where: fresh, window: 24h}
      when: fresh && pushers >= 5
      then: {surface: 3}
      limits: {accounts_per_hour: 30, accounts_per_day: 150, share_of_events: 0.01}
      missing: skip
      tests:
        - name: what it is for
          event:
            account: {id: a1, age_s: 3600}
            post: {invites: [t.me/example]}
          counters: {pushers: 5}
          expect: hit
        - name: a newspaper that quotes it
          event:
            account: {id: a2, age_s: 90000000}
            post: {invites: [t.me/example]}
          counters: {pushers: 5}
          expect: miss
      """;
}
