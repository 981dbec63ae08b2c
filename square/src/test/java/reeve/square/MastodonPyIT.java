package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reeve.square.accounts.SignUp;

/** Debian's {@code python3-mastodon} drives the square over HTTP, from sign-in to report. */
class MastodonPyIT {
  private static final Town TOWN = Town.SHARED;

  private static final String SCRIPT =
      """
      import sys
      from mastodon import Mastodon
      base, mail, password, other, post = sys.argv[1:6]
      client_id, secret = Mastodon.create_app("py", scopes=["read", "write", "follow"], api_base_url=base)
      m = Mastodon(client_id=client_id, client_secret=secret, api_base_url=base)
      m.log_in(mail, password, scopes=["read", "write", "follow"])
      me = m.account_verify_credentials()
      print("me", me.acct, me.created_at.year > 2000)
      mine = m.status_post("Hello @%s from Python" % m.account(int(other)).acct, visibility="unlisted")
      print("posted", mine.visibility, mine.mentions[0].id == int(other))
      print("follow", m.account_follow(int(other)).following)
      print("home", [s.id for s in m.timeline_home()].count(int(post)))
      print("context", m.status_context(int(post)).descendants)
      m.status_favourite(int(post))
      m.status_reblog(int(post))
      print("counts", m.status(int(post)).favourites_count, m.status(int(post)).reblogs_count)
      found = m.search("bread", result_type="statuses")
      print("search", int(post) in [s.id for s in found.statuses])
      page = m.timeline_public(limit=1)
      print("pages", len(m.fetch_next(page)))
      report = m.report(int(other), status_ids=[int(post)], comment="Look at this", category="violation", rule_ids=[1])
      print("report", report.action_taken, report.target_account.id == int(other), report.category)
      m.status_delete(mine)
      m.account_update_credentials(display_name="Py", note="About", fields=[("pronouns", "they")])
      print("profile", m.me().display_name, m.me().source.fields[0].value)
      """;

  @Test
  void aProgramSignsInPostsAndReports() throws Exception {
    var other = TOWN.person("baker");
    TOWN.post(other, "older");
    var post = TOWN.post(other, "Fresh bread, cheap watches");
    TOWN.bean(SignUp.class)
        .signUp(
            new SignUp.Wish(
                "pyper", "pyper@example.org", "correct horse", null, true, "192.0.2.1", null));

    var events =
        TOWN.eventsOf(() ->
            assertThat(run(other.id().toString(), post.id().toString()))
                .contains("me pyper True")
                .contains("posted unlisted True")
                .contains("follow True")
                .contains("home 1")
                .contains("counts 1 1")
                .contains("search True")
                .contains("pages 1")
                .contains("report False True violation")
                .contains("profile Py they"));

    assertThat(events)
        .anySatisfy(event -> {
          assertThat(event.get("type").asString()).isEqualTo("report");
          assertThat(event.get("subject").asString()).isEqualTo(other.id().toString());
          assertThat(event.get("posts").get(0).get("text").asString())
              .isEqualTo("Fresh bread, cheap watches");
          assertThat(event.get("rules").get(0).asString()).isEqualTo("1");
        });
  }

  private static String run(String other, String post) {
    try {
      var builder =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  "-W",
                  "ignore",
                  "-c",
                  SCRIPT,
                  TOWN.url(),
                  "pyper@example.org",
                  "correct horse",
                  other,
                  post)
              .redirectErrorStream(true);
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
