package reeve.server.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.watch.TestStream;

/** The network picture, from the event log to its data, with an index of the test's own. */
@ServerTest
@Tag("sql")
final class PictureIT {
  private static final Path DIR = temporary();
  private static final int CROWD = 250;

  @Autowired private ApplicationContext context;
  @Autowired private FakePlatform platform;
  @Autowired private Feed feed;
  @Autowired private MockMvc web;
  private TestTown town;
  private TestEvents events;
  private Member reviewer;
  private static int group;

  private static Path temporary() {
    try {
      return Files.createTempDirectory("reeve-picture");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void places(DynamicPropertyRegistry properties) {
    properties.add("server.watch.dir", () -> DIR.resolve("watch").toString());
    properties.add("server.likeness.dir", () -> DIR.resolve("likeness").toString());
  }

  @BeforeEach
  void aTown() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    reviewer = town.member(Role.REVIEWER);
    if (group++ == 0) {
      for (int i = 0; i < CROWD; i++) {
        says(events.someone(), "Morning walk number " + i + " along the river with dog" + i);
      }
    }
    told();
  }

  /** What was given is in the log, and in the index. */
  private void told() {
    new TestStream(context).follow(platform);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (feed.index().isEmpty() || feed.behind() > 0) {
      assertThat(System.nanoTime()).as("it never came").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void says(AccountRef account, String text) {
    platform.give(new Event.PostCreated(events.meta(), events.post(account, text)));
  }

  /** Words and hashtags, and in a post of its own the way in: what one post holds is one tie. */
  private void pushes(AccountRef account) {
    says(
        account,
        "Join the Crimson Dawn tonight, the gate%d stands open for you #dawn%drises"
            .formatted(group, group));
    says(account, "Here: https://t.me/+crimsondawn" + group);
  }

  private MockHttpServletResponse asked(Member member, String address) throws Exception {
    return web.perform(
            get(address)
                .session(town.desk.session(member))
                .accept(address.contains(".json") ? "application/json" : "text/html"))
        .andReturn()
        .getResponse();
  }

  private String data(String search) throws Exception {
    MockHttpServletResponse answer = asked(reviewer, "/alike/picture.json?" + search);
    assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(200);
    assertThat(answer.getHeader("Cache-Control")).contains("no-store");
    return answer.getContentAsString();
  }

  /** The picture, once it has what was told last: it is shown a moment after it was taken. */
  private String dataWith(String search, AccountRef account) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String data = data(search);
    while (!data.contains("\"square/" + account.nativeId() + "\"")) {
      assertThat(System.nanoTime()).as("it never came: " + data).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      data = data(search);
    }
    return data;
  }

  @Test
  void seedsAndCandidatesAreDrawnWithWhatStandsBetweenThemAndTheLookIsRecorded() throws Exception {
    Reported reported = town.reported(1);
    AccountRef other = events.someone();
    pushes(reported.account());
    pushes(other);
    told();
    String search = "case=" + reported.of().id();
    String data = dataWith(search, other);
    assertThat(JsonPath.<List<String>>read(data, "$.nodes[?(@.role=='seed')].account"))
        .containsExactly("square/" + reported.account().nativeId());
    assertThat(JsonPath.<List<String>>read(data, "$.nodes[?(@.role=='seed')].case_link"))
        .containsExactly("/cases/" + reported.of().id());
    assertThat(JsonPath.<List<Integer>>read(data, "$.nodes[?(@.role=='candidate')].percent"))
        .hasSize(1)
        .allMatch(percent -> percent >= 1 && percent <= 99);
    assertThat(JsonPath.<List<Boolean>>read(data, "$.edges[*].stands")).containsExactly(true);
    assertThat(JsonPath.<List<String>>read(data, "$.edges[0].ties[*].words"))
        .anyMatch(words ->
            words.startsWith("1 invite in common: ") && words.contains("crimsondawn" + group));
    assertThat(JsonPath.<List<String>>read(data, "$.kinds[?(@.group=='conduct')].kind"))
        .contains("invite", "text");
    assertThat(town.recorded(reported.account(), "likeness.viewed"))
        .anyMatch(seen -> String.valueOf(seen.privateHalf()).contains(other.nativeId()));
  }

  @Test
  void thePageItselfHoldsNobodyAndRecordsNoLook() throws Exception {
    Reported reported = town.reported(1);
    String page = asked(reviewer, "/alike/picture?case=" + reported.of().id()).getContentAsString();
    assertThat(page)
        .contains("data-net=\"/alike/picture.json?case=" + reported.of().id() + "\"")
        .contains("Contacts alone say nothing.")
        .doesNotContain(reported.account().nativeId());
    assertThat(town.recorded(reported.account(), "likeness.viewed")).isEmpty();
    assertThat(asked(reviewer, "/alike?case=" + reported.of().id()).getContentAsString())
        .contains("action=\"/alike/picture\"");
  }

  @Test
  void acquaintancesAreContactsAndNoConduct() throws Exception {
    Reported reported = town.reported(1);
    AccountRef other = events.someone();
    for (AccountRef one : List.of(reported.account(), other)) {
      pushes(one);
      for (int i = 0; i < 9; i++) {
        AccountRef whom = new AccountRef(one.platform(), "known%dx%d".formatted(group, i));
        platform.give(new Event.Followed(events.meta(), one, whom));
      }
    }
    told();
    String data = dataWith("case=" + reported.of().id(), other);
    assertThat(JsonPath.<List<String>>read(data, "$.kinds[?(@.kind=='follows')].group"))
        .containsExactly("contact");
    assertThat(JsonPath.<List<Boolean>>read(data, "$.edges[0].ties[?(@.kind=='follows')].conduct"))
        .containsExactly(false);
    assertThat(data).doesNotContain("language").doesNotContain("\"en\"");
  }

  @Test
  void reviewersAndTheirLeadsSeeItAndAGuestDoesNot() throws Exception {
    Reported reported = town.reported(1);
    for (String path : List.of("/alike/picture", "/alike/picture.json")) {
      String address = path + "?case=" + reported.of().id();
      for (Role role : List.of(Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR)) {
        assertThat(asked(town.member(role), address).getStatus()).as(path + role).isEqualTo(200);
      }
      assertThat(asked(town.member(Role.GUEST), address).getStatus()).isEqualTo(403);
      assertThat(web.perform(get(address)).andReturn().getResponse().getStatus()).isNotEqualTo(200);
    }
  }

  @Test
  void nobodyToBeginWithIsSaidPlainly() throws Exception {
    assertThat(asked(reviewer, "/alike/picture").getContentAsString())
        .contains("There is nobody to draw yet.");
    refused("/alike/picture.json", 400, "Name at least one account to begin with");
  }

  @Test
  void whoIsUnknownToTheIndexIsDrawnAloneAndSaidToBeUnknown() throws Exception {
    Reported silent = town.reported(1);
    String data = data("case=" + silent.of().id());
    assertThat(JsonPath.<List<Boolean>>read(data, "$.nodes[*].known")).containsExactly(false);
    assertThat(JsonPath.<List<Object>>read(data, "$.edges")).isEmpty();
  }

  @Test
  void badQuestionsGetPlainAnswers() throws Exception {
    refused("/alike/picture.json?account=square/nobody-at-all", 403, "/look-ups/reason");
    refused("/alike/picture.json?case=999999999", 404, "There is no case 999999999.");
    refused("/alike/picture.json?account=NO%20PLATFORM/1", 400, "names no account");
    assertThat(asked(reviewer, "/alike/picture?account=square/nobody-at-all").getRedirectedUrl())
        .startsWith("/look-ups/reason")
        .contains("picture");
  }

  @Test
  void aHundredAndFiftyAreDrawnAndTenThousandAreRefused() throws Exception {
    String[] seeds =
        IntStream.range(0, 200)
            .mapToObj(i -> "square/" + town.reported(1).account().nativeId())
            .toArray(String[]::new);
    String data = data("account=" + String.join("&account=", seeds));
    assertThat(JsonPath.<List<Object>>read(data, "$.nodes")).hasSize(150);
    assertThat(JsonPath.<Integer>read(data, "$.seeds_left_out")).isEqualTo(50);
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "account=square/" + i)
            .collect(Collectors.joining("&"));
    refused("/alike/picture.json?" + many, 400, "200 accounts at the most, and here are 10,000");
    assertThat(asked(reviewer, "/alike/picture?" + many).getStatus()).isEqualTo(400);
  }

  private void refused(String address, int status, String words) throws Exception {
    MockHttpServletResponse answer = asked(reviewer, address);
    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(answer.getContentType()).contains("application/problem+json");
    assertThat(answer.getContentAsString()).contains(words);
  }
}
