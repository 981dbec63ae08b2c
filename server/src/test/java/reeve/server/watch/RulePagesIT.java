package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import reeve.rules.source.Sources;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Records;
import reeve.server.staff.Role;

@ServerTest
final class RulePagesIT {
  private static final String PATH = "rules/link-flood.yaml";

  @Autowired private MockMvc mvc;
  @Autowired private ApplicationContext context;
  @Autowired private Records records;
  private RuleTown town;
  private MockHttpSession lead;
  private MockHttpSession reviewer;

  @BeforeEach
  void aDraftAndNothingLive() {
    town = new RuleTown(context);
    town.fresh();
    lead = town.desk.session(town.lead);
    reviewer = town.desk.session(Role.REVIEWER);
  }

  private String page(String url, MockHttpSession session, int status) throws Exception {
    return mvc.perform(get(url).session(session))
        .andExpect(status().is(status))
        .andReturn()
        .getResponse()
        .getContentAsString(StandardCharsets.UTF_8);
  }

  private ResultActions send(String url, String path, String base, byte[] body) throws Exception {
    return mvc.perform(
        post(url)
            .queryParam("path", path)
            .queryParam("base", base)
            .contentType(MediaType.TEXT_PLAIN)
            .content(body)
            .session(lead)
            .with(csrf())
            .header("HX-Request", "true"));
  }

  private String answer(String url, String path, String base, String text, int status)
      throws Exception {
    return send(url, path, base, text.getBytes(StandardCharsets.UTF_8))
        .andExpect(status().is(status))
        .andReturn()
        .getResponse()
        .getContentAsString(StandardCharsets.UTF_8);
  }

  @Test
  void theListTellsWhatRunsAndWhatWaits() throws Exception {
    assertThat(page("/rules", reviewer, 200))
        .contains("No rule surfaces anybody yet", "link-flood", "new, in shadow", "repeated-lure")
        .contains("acts: limits for 3 days")
        .doesNotContain("/rules/propose", "/rules/new");
    town.everythingLive();
    town.save(PATH, town.text(PATH) + "# more\n");
    town.save("rules/broken.yaml", "rule: broken\n");
    assertThat(page("/rules", lead, 200))
        .contains("changed, in shadow", "errors in the draft", "/rules/propose?what=whole");
    assertThat(page("/rules?q=SHORTEN", lead, 200)).contains("link-flood").doesNotContain("moving");
    assertThat(page("/rules?q=<b>", lead, 200)).contains("&lt;b&gt;").doesNotContain("“<bdi><b>");
  }

  @Test
  void aReviewerReadsAndALeadWrites() throws Exception {
    town.everythingLive();
    for (String url :
        new String[] {"/rules", "/rules/rule/link-flood", "/rules/history", "/rules/proposals"}) {
      page(url, reviewer, 200);
    }
    page("/rules/edit?path=" + PATH, reviewer, 403);
    page("/rules/rule/link-flood/accounts", reviewer, 403);
    assertThat(page("/rules/rule/link-flood", reviewer, 200))
        .contains("An account posts little else", "shorteners", "Live text")
        .doesNotContain("/rules/edit", "Show the accounts");
    assertThat(page("/rules/rule/link-flood", lead, 200)).contains("/rules/edit", "Retire");
    page("/rules/rule/never-was", lead, 404);
    page("/rules/edit?path=../../etc/passwd", lead, 404);
    page("/rules/edit?path=rules/../x.yaml", lead, 404);
  }

  @Test
  void whatIsTypedIsCheckedAndItsTestsRun() throws Exception {
    assertThat(answer("/rules/check", PATH, "", town.text(PATH), 200))
        .contains("no errors", "the fourth promise behind a shortener", "passed", "ns an event");
    assertThat(
            answer(
                "/rules/check", PATH, "", town.text(PATH).replace("flood >= 4", "flood >= 5"), 200))
        .contains("1 error", "failed", "expects a hit, and the rule does not hold");
    assertThat(
            answer(
                "/rules/check",
                PATH,
                "",
                town.text(PATH).replace("spam-offers", "spam-offer"),
                200))
        .contains("There is no phrase bank", "Did you mean", "spam-offers", "data-line=\"14\"");
    assertThat(
            answer("/rules/check", PATH, "", town.text(PATH).replace("link-flood", "other"), 200))
        .contains("This file holds the rule", "link-flood");
    assertThat(answer("/rules/check", "lists/shorteners.txt", "", "other.example\n", 200))
        .as("the rules that read it run their tests with it")
        .contains("rules/link-flood.yaml", "does not hold");
  }

  static Stream<Arguments> badFiles() {
    String bomb =
        "a: &a [x,x,x,x,x,x,x,x]\n"
            + IntStream.range(0, 12)
                .mapToObj(i ->
                    "%c: &%c [*%c,*%c,*%c,*%c]\n"
                        .formatted('b' + i, 'b' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i))
                .collect(Collectors.joining());
    String head =
        "rule: link-flood\nowner: o\ndescription: d\nclause: spam/bulk\nevent: post.created\n";
    return Stream.of(
        Arguments.of("not YAML", "{[", "This is not YAML"),
        Arguments.of("a tab", "rule: link-flood\n\towner: me\n", "no tabs"),
        Arguments.of("a key twice", head + "owner: p\n", "owner"),
        Arguments.of("aliases that grow", bomb, "Aliases are not allowed"),
        Arguments.of("an unknown key", head + "wen: true\n", "is not known here"),
        Arguments.of(
            "a circle",
            head + "let: {a: b, b: a}\nwhen: a\nthen: {surface: 1}\n",
            "read each other in a circle"),
        Arguments.of(
            "a pattern that explodes",
            head + "when: post.text.matches('((a{1,99}){1,99}){1,99}')\nthen: {surface: 1}\n",
            "pattern"),
        Arguments.of(
            "a megabyte of an expression",
            head + "when: " + "true && ".repeat(131_072) + "true\nthen: {surface: 1}\n",
            "at most 200000 characters"),
        Arguments.of("nothing", "", "rule"),
        Arguments.of("deep", "a: " + "[".repeat(5_000) + "]".repeat(5_000), "This is not YAML"),
        Arguments.of("a zero and an escape", "rule: \0\u001b[31m\n", "YAML"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void aBadRuleFileGetsAClearAnswerAndIsKeptAsItWasTyped(String what, String text, String said)
      throws Exception {
    assertThat(answer("/rules/check", PATH, "", text, 200)).as(what).contains("error", said);
    answer("/rules/draft", PATH, town.digest(PATH), text, 200);
    assertThat(town.text(PATH)).isEqualTo(RuleFile.clean(text));
    assertThat(page("/rules", lead, 200)).contains("errors in the draft");
    assertThat(page("/rules/rule/link-flood", lead, 200)).contains("errors in the draft");
    assertThat(town.book.shadow()).isPresent();
  }

  @Test
  void aListOfAMillionEntriesIsRefusedAndNothingIsSaved() throws Exception {
    String before = town.text("lists/shorteners.txt");
    String million =
        IntStream.range(0, 1_000_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
    assertThat(answer("/rules/check", "lists/shorteners.txt", "", million, 200))
        .contains("at most 200000 entries");
    String long_ = "x".repeat(8) + "\n";
    assertThat(
            answer(
                "/rules/draft",
                "lists/shorteners.txt",
                town.digest("lists/shorteners.txt"),
                long_.repeat(1_000_000),
                413))
        .contains("8 MiB", "your text is still here");
    assertThat(town.text("lists/shorteners.txt")).isEqualTo(before);
    send("/rules/check", PATH, "", new byte[] {'a', (byte) 0xff}).andExpect(status().is(400));
  }

  @Test
  void tenThousandRulesDoNotFit() throws Exception {
    town.db
        .sql(
            """
            insert into watch_draft (path, text, saved_at)
            select 'rules/filler-' || g || '.yaml', (select text from watch_draft limit 1), now()
            from generate_series(1, ?) g
            """)
        .param(Sources.RULES)
        .update();
    assertThat(answer("/rules/draft", "rules/one-more.yaml", "", "rule: one-more\n", 413))
        .contains("at most 2000 rules");
    town.db.sql("delete from watch_draft where path like 'rules/filler-%'").update();
  }

  @Test
  void savingOverAnothersTextShowsWhatTheyChanged() throws Exception {
    String base = town.digest(PATH);
    String text = town.text(PATH);
    assertThat(answer("/rules/draft", PATH, base, text + "# first\n", 200))
        .contains("Saved into the draft", "data-base=\"" + town.digest(PATH) + "\"");
    assertThat(answer("/rules/draft", PATH, base, text + "# second\n", 409))
        .contains(town.lead.name(), "# first", "Your text is still here", town.digest(PATH));
    assertThat(town.text(PATH)).isEqualTo(text + "# first\n");
    answer("/rules/draft", PATH, town.digest(PATH), text + "# second\n", 200);
    assertThat(town.text(PATH)).endsWith("# second\n");
  }

  @Test
  void aNewRuleBeginsWithATemplateThatPasses() throws Exception {
    mvc.perform(get("/rules/new").param("kind", "rule").param("name", "Brand New").session(lead))
        .andExpect(redirectedUrl("/rules/edit?path=rules%2Fbrand-new.yaml"));
    assertThat(page("/rules/edit?path=rules/brand-new.yaml", lead, 200))
        .contains("rule: brand-new", "not in the draft");
    FileCheck check =
        context
            .getBean(CheckRoom.class)
            .check(RuleFile.rule("brand-new"), RuleTemplates.of(RuleFile.rule("brand-new")));
    assertThat(check.issues())
        .noneMatch(issue -> issue.severity() != reeve.rules.source.Issue.Severity.NOTE);
    page("/rules/new?kind=rule&name=Nö", lead, 404);
  }

  @Test
  void twoPeopleTurnARuleOnThatActs() throws Exception {
    assertThat(page("/rules/propose?what=rule&rule=repeated-lure", lead, 200))
        .contains("acts by itself", "Ask for approval", "+ rule: repeated-lure".substring(2));
    String url =
        mvc.perform(
                post("/rules/proposals")
                    .param("what", "rule")
                    .param("rule", "repeated-lure")
                    .param("base", "" + town.liveNumber())
                    .param("why", "It floods <b>every</b> timeline.")
                    .session(lead)
                    .with(csrf()))
            .andExpect(status().is3xxRedirection())
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    assertThat(url).startsWith("/rules/proposals/");
    assertThat(page("/rules/proposals", reviewer, 200)).contains("Rule repeated-lure");
    assertThat(page(url, lead, 200))
        .contains("You proposed it yourself", "Withdraw", "&lt;b&gt;every&lt;/b&gt;");
    assertThat(page(url, reviewer, 200)).doesNotContain("Approve", "Refuse");
    mvc.perform(
            post(url + "/approve").param("base", "" + town.liveNumber()).session(lead).with(csrf()))
        .andExpect(status().isForbidden());
    MockHttpSession second = town.desk.session(town.settled(Role.LEAD));
    assertThat(page(url, second, 200)).contains("Approve", "Refuse", "limits for 3 days");
    mvc.perform(
            post(url + "/approve")
                .param("base", "" + town.liveNumber())
                .session(second)
                .with(csrf()))
        .andExpect(redirectedUrl("/rules"));
    assertThat(page("/rules/rule/repeated-lure", reviewer, 200)).contains(">live<");
    assertThat(page(url, reviewer, 200)).contains(">live<");
    assertThat(page("/rules/history/" + town.liveNumber(), reviewer, 200))
        .contains("Approved by", "repeated-lure");
    page("/rules/history/99999999", lead, 404);
    page("/rules/proposals/" + UUID.randomUUID(), lead, 404);
  }

  @Test
  void aRuleThatWasStoppedAlarmsLeadsUntilOneLetsItGoOn() throws Exception {
    town.everythingLive();
    town.db.sql("delete from watch_trip").update();
    long id =
        town.db
            .sql(
                """
                insert into watch_trip (rule, version, at, event, record)
                values ('repeated-lure', 'v', now(), 'square/1', gen_random_uuid()) returning id
                """)
            .query(Long.class)
            .single();
    assertThat(page("/rules/alarm", lead, 200)).contains("one that acts was stopped");
    assertThat(page("/rules", lead, 200)).contains("stopped at its limit", "Let it act again");
    mvc.perform(
            post("/rules/trips/" + id + "/clear").param("why", "short").session(lead).with(csrf()))
        .andExpect(status().isBadRequest());
    mvc.perform(
            post("/rules/trips/" + id + "/clear")
                .param("why", "It was right about all of them.")
                .session(lead)
                .with(csrf()))
        .andExpect(redirectedUrl("/rules"));
    assertThat(page("/rules/alarm", lead, 200)).doesNotContain("stopped");
    assertThat(town.kinds().getFirst()).isEqualTo("watch.trip-cleared");
    mvc.perform(
            post("/rules/trips/" + id + "/clear")
                .param("why", "It was right about all of them.")
                .session(lead)
                .with(csrf()))
        .andExpect(status().isNotFound());
  }

  @Test
  void whomShadowWouldHaveSurfacedIsCountedForAllAndNamedToLeadsWhoseLookIsRecorded()
      throws Exception {
    String account = "shadowed-" + UUID.randomUUID();
    town.db
        .sql(
            """
            insert into watch_shadow (rule, version, platform, account, origin, hits, over_limit,
                                      first_at, last_at, event, seen, counters)
            values ('link-flood', ?, 'square', ?, 'live', 3, 0, now(), now(), 'square/1', '{}', '{}')
            """)
        .params(town.digest(PATH).substring(0, 16), account)
        .update();
    assertThat(page("/rules/rule/link-flood", reviewer, 200))
        .contains("In shadow", "Had a case")
        .doesNotContain(account);
    assertThat(page("/rules/rule/link-flood/accounts?stage=shadow", lead, 200)).contains(account);
    assertThat(records.about(new AccountRef(new PlatformId("square"), account), 5))
        .extracting(recorded -> recorded.kind().name())
        .contains("staff.viewed");
    town.save(PATH, town.text(PATH) + "# another text\n");
    assertThat(page("/rules/rule/link-flood/accounts?stage=shadow", lead, 200))
        .as("what another text would have surfaced says nothing of this one")
        .doesNotContain(account);
  }

  @Test
  void withoutAnybodyWhoExplainsThePageSaysSo() throws Exception {
    assertThat(page("/rules/explain?event=square/1", lead, 200)).contains("can explain events");
  }
}
