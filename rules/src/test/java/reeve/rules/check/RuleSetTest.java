package reeve.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;

class RuleSetTest {
  static final Clauses CLAUSES =
      new Clauses() {
        @Override
        public Set<String> ids() {
          return Set.of("spam/bulk", "violent-extremism/recruitment");
        }

        @Override
        public Set<Measure> mayAct(String clause) {
          return clause.startsWith("spam/") ? Set.of(Measure.LIMIT) : Set.of();
        }
      };

  static final Terms TERMS =
      new Terms(
          TownEvents.SCHEMA,
          CLAUSES,
          (phrase, text) -> text.toLowerCase(java.util.Locale.ROOT).contains(phrase),
          LocalDate.of(2026, 11, 25));

  @Test
  void aRuleWithNamesAndACounterIsCheckedAndItsTestsRun() {
    Checking checking =
        RuleSet.check(
            Sources.of(
                Map.of(
                    "rules/push.yaml",
                    """
                    rule: fresh-invite-push
                    owner: analysts
                    description: Fresh accounts push one invite.
                    clause: violent-extremism/recruitment
                    event: post.created
                    let:
                      fresh: account.age_s < 7 * 86400
                      many: pushers >= 5 && fresh
                    counters:
                      pushers:
                        kind: distinct
                        of: account.id
                        key: post.invites
                        where: fresh
                        window: 24h
                    when: |
                      fresh &&
                      many
                    then:
                      surface: 3
                    tests:
                      - name: fifth fresh account
                        event: {account: {age_s: 3600, id: 1}, post: {invites: [t.me/x]}}
                        counters: {pushers: 5}
                        expect: hit
                      - name: old account
                        event: {account: {age_s: 36000000, id: 1}, post: {invites: [t.me/x]}}
                        counters: {pushers: 50}
                        expect: miss
                      - name: age is missing
                        event: {account: {id: 1}}
                        counters: {pushers: 50}
                        expect: miss
                    """)),
            TERMS);
    assertThat(checking).isInstanceOf(Checking.Checked.class);
    Checking.Checked checked = (Checking.Checked) checking;
    assertThat(checked.issues()).allMatch(issue -> issue.severity() == Issue.Severity.NOTE);
  }

  @Test
  void whatIsWrongIsSaidOnceAtItsPlaceWithAHint() {
    Checking checking =
        RuleSet.check(
            Sources.of(
                Map.of(
                    "rules/push.yaml",
                    """
                    rule: fresh-invite-push
                    owner: analysts
                    description: Fresh accounts push one invite.
                    clause: violent-extremism/recruitmant
                    event: post.created
                    let:
                      fresh: account.agee_s < 7 * 86400
                    when: |
                      fresh &&
                        account.age_s > 'x'
                    then:
                      act: suspend
                    """)),
            TERMS);
    assertThat(checking).isInstanceOf(Checking.Rejected.class);
    assertThat(checking.issues().stream().map(Issue::shown))
        .containsExactly(
            """
            rules/push.yaml:4:9: error: There is no policy clause 'violent-extremism/recruitmant'.
              clause: violent-extremism/recruitmant
                      ^
              Did you mean 'violent-extremism/recruitment'?
            """,
            """
            rules/push.yaml:7:17: error: 'account' has no field 'agee_s'.
                fresh: account.agee_s < 7 * 86400
                              ^
              Did you mean 'age_s'?
            """,
            """
            rules/push.yaml:10:19: error: '>' does not take int and string.
                  account.age_s > 'x'
                                ^
            """,
            """
            rules/push.yaml:1:7: warning: This rule has no tests.
              rule: fresh-invite-push
                    ^
              Write at least one event that must hit and one that must not: news, counter-speech.
            """);
  }
}
