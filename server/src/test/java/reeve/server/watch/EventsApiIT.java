package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.intake.ApiKeys;
import reeve.server.staff.Client;
import reeve.server.staff.Role;
import reeve.server.watch.log.LogReader;

@ServerTest
final class EventsApiIT {
  private static final String LINES = "application/x-ndjson";

  @TempDir private Path directory;
  @Autowired private MockMvc server;
  @Autowired private ApplicationContext context;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private ApiKeys keys;
  private final String platform = "w" + UUID.randomUUID().toString().substring(0, 18);
  private MockMvc mvc;
  private Journal journal;
  private Room room;
  private String key;

  /** The server keeps no events in tests: the same endpoint, with a log of the test's own. */
  @BeforeEach
  void aKeyOfThePageAndALog() throws Exception {
    key = key("events");
    WatchSettings settings = EventBodyTest.settings(directory);
    EventMeters meters = new EventMeters(new SimpleMeterRegistry());
    journal = new Journal(settings, clock);
    room = new Room(settings);
    EventGate gate = new EventGate(journal, new Wanted(), meters, room, clock);
    mvc =
        MockMvcBuilders.standaloneSetup(new EventsApi(keys, gate, meters))
            .setControllerAdvice(context.getBean("reeve.server.console.Faults"))
            .setCustomArgumentResolvers(new OfTheKey())
            .build();
  }

  @AfterEach
  void close() {
    journal.destroy();
  }

  /** Who comes with the test's key. */
  private final class OfTheKey implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Client.class;
    }

    @Override
    public Client resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      return keys.find(key).orElseThrow();
    }
  }

  private String key(String... rights) throws Exception {
    MockHttpServletRequestBuilder form =
        post("/api-keys")
            .session(desk.session(Role.ADMINISTRATOR))
            .with(csrf())
            .param("name", "a test")
            .param("platform", platform);
    for (String right : rights) {
      form.param(right, "true");
    }
    return (String) server.perform(form).andReturn().getFlashMap().get("key");
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines.append(event("Good morning " + i)).append('\n');
    }
    return lines.toString();
  }

  private static String event(String text) {
    return """
    {"kind": "post.created", "at": "2026-11-26T10:00:00Z", "account": {"id": "7"}, \
    "post": {"id": "p", "text": "%s", "visibility": "public"}}\
    """
        .formatted(text);
  }

  private MockHttpServletRequestBuilder request(String type, byte[] body) {
    return post("/api/v1/events")
        .header("Authorization", "Bearer " + key)
        .contentType(type)
        .content(body);
  }

  private ResultActions send(int first, String lines) throws Exception {
    return mvc.perform(
        request(LINES, lines.getBytes(StandardCharsets.UTF_8)).header("Reeve-Sequence", first));
  }

  private static void refused(ResultActions answer, int status, String why) throws Exception {
    answer
        .andExpect(status().is(status))
        .andExpect(jsonPath("$.type").value("urn:reeve:problem:" + why))
        .andExpect(jsonPath("$.detail").isNotEmpty());
  }

  /** The texts that the log holds. */
  private List<String> kept() {
    List<String> texts = new ArrayList<>();
    Facts facts = new Facts(TownEvents.SCHEMA);
    int text = TownEvents.SCHEMA.at("post.text").index();
    String source = platform + ":" + keys.find(key).orElseThrow().key();
    try (LogReader reader = journal.log().orElseThrow().read(0)) {
      while (reader.next(facts)) {
        assertThat(reader.source()).isEqualTo(source);
        texts.add(facts.text(text));
      }
    }
    return texts;
  }

  @Test
  void aBatchIsKeptOnceHoweverOftenItIsSent() throws Exception {
    String batch = lines(0, 2) + "no\n" + lines(3, 5);
    for (int repeated : new int[] {0, 4}) {
      send(10, batch)
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.accepted").value(4))
          .andExpect(jsonPath("$.repeated").value(repeated))
          .andExpect(jsonPath("$.refused.length()").value(1))
          .andExpect(jsonPath("$.refused[0].line").value(3))
          .andExpect(jsonPath("$.refused[0].problem").value("not-json"))
          .andExpect(jsonPath("$.refused[0].detail").isNotEmpty())
          .andExpect(jsonPath("$.refused_count").value(1))
          .andExpect(jsonPath("$.next").value(15));
    }
    send(13, lines(3, 7))
        .andExpect(jsonPath("$.accepted").value(4))
        .andExpect(jsonPath("$.repeated").value(2))
        .andExpect(jsonPath("$.next").value(17));
    send(12, lines(90, 91)) // a refused line's number is used up
        .andExpect(jsonPath("$.accepted").value(1))
        .andExpect(jsonPath("$.repeated").value(1));
    send(100, lines(8, 9)).andExpect(jsonPath("$.repeated").value(0));
    send(50, lines(91, 92)).andExpect(jsonPath("$.repeated").value(1));
    mvc.perform(request(LINES, lines(9, 10).getBytes(StandardCharsets.UTF_8)).param("first", "101"))
        .andExpect(jsonPath("$.repeated").value(0))
        .andExpect(jsonPath("$.next").value(102));
    assertThat(kept())
        .extracting(text -> text.substring("Good morning ".length()))
        .containsExactly("0", "1", "3", "4", "5", "6", "8", "9");
  }

  @Test
  void eachEncodingIsTaken() throws Exception {
    byte[] batch = lines(0, 100).getBytes(StandardCharsets.UTF_8);
    mvc.perform(
            request(LINES + "; charset=utf-8", EventBodyTest.gzip(batch))
                .header("Content-Encoding", "gzip")
                .header("Reeve-Sequence", "1"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.accepted").value(100));
    mvc.perform(
            request(LINES, EventBodyTest.zstd(batch))
                .header("Content-Encoding", "zstd")
                .header("Reeve-Sequence", "101"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.repeated").value(0));
    assertThat(kept()).hasSize(200);
  }

  @Test
  void whatConcernsTheWholeBatchIsAProblem() throws Exception {
    byte[] batch = lines(0, 2).getBytes(StandardCharsets.UTF_8);
    refused(mvc.perform(request("text/plain", batch)), 415, "watch:unknown-form");
    refused(
        mvc.perform(request("application/x-www-form-urlencoded", batch)),
        415,
        "watch:unknown-form");
    refused(
        mvc.perform(request(LINES, batch).header("Content-Encoding", "br")),
        415,
        "watch:unknown-form");
    refused(
        mvc.perform(request(LINES, batch).header("Content-Encoding", "gzip")),
        400,
        "watch:broken-encoding");
    refused(
        mvc.perform(
            request(LINES, EventBodyTest.gzip(new byte[70 << 20]))
                .header("Content-Encoding", "gzip")),
        413,
        "watch:too-large");
    refused(
        mvc.perform(request(LINES, new byte[(int) EventBody.MOST + 1])), 413, "watch:too-large");
    for (String wrong : List.of("-1", "1.5", "", "9007199254740992", "99999999999999999999", "x")) {
      refused(
          mvc.perform(request(LINES, batch).header("Reeve-Sequence", wrong)),
          400,
          "watch:wrong-sequence");
    }
    refused(
        mvc.perform(request(LINES, batch).header("Reeve-Sequence", "1").param("first", "2")),
        400,
        "watch:wrong-sequence");
    assertThat(kept()).isEmpty();
    mvc.perform(request(LINES, batch))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.refused[1].problem").value("sequence"));
    mvc.perform(request(LINES, new byte[0]).header("Reeve-Sequence", "5"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.accepted").value(0))
        .andExpect(jsonPath("$.next").value(5));
  }

  @Test
  void aKeyOpensOnlyWhatItWasMadeFor() throws Exception {
    byte[] batch = lines(0, 1).getBytes(StandardCharsets.UTF_8);
    refused(server.perform(request(LINES, batch)), 503, "watch:not-kept");
    key = key("report", "read");
    refused(server.perform(request(LINES, batch)), 403, "intake:key-may-not");
    key = "reeve_wrong";
    server.perform(request(LINES, batch)).andExpect(status().isUnauthorized());
    server
        .perform(get("/api-keys").session(desk.session(Role.ADMINISTRATOR)))
        .andExpect(result ->
            assertThat(result.getResponse().getContentAsString()).contains("send events"));
  }

  @Test
  void whereThereIsNoRoomTheSenderIsToldWhenToComeAgain() throws Exception {
    try (Room.Share all = room.share()) {
      all.grow(95L << 20);
      refused(
          send(1, lines(0, 1)).andExpect(header().string("Retry-After", "5")), 429, "watch:busy");
    }
    send(1, lines(0, 1)).andExpect(status().isOk());
  }

  @Test
  void cloudEventsAreTakenOnceById() throws Exception {
    String event = cloud("a", "first");
    for (int repeated : new int[] {0, 1}) {
      sendCloud("cloudevents", event)
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.accepted").value(1))
          .andExpect(jsonPath("$.repeated").value(repeated))
          .andExpect(jsonPath("$.next").isEmpty());
    }
    sendCloud("cloudevents-batch", "[" + cloud("b", "second") + "," + event + ", {}]")
        .andExpect(jsonPath("$.accepted").value(2))
        .andExpect(jsonPath("$.repeated").value(1))
        .andExpect(jsonPath("$.refused[0].line").value(3));
    mvc.perform(
            request(
                LINES,
                (cloud("b", "second") + "\n" + cloud("c", "third"))
                    .getBytes(StandardCharsets.UTF_8)))
        .andExpect(jsonPath("$.repeated").value(1));
    refused(sendCloud("cloudevents", "[" + event + "]"), 400, "watch:not-json");
    refused(sendCloud("cloudevents-batch", "[" + event), 400, "watch:not-json");
    refused(sendCloud("cloudevents", event.replace("\"p\"", "5")), 422, "watch:event-refused");
    assertThat(kept()).containsExactly("first", "second", "third");
  }

  private static String cloud(String id, String text) {
    return """
    {"specversion": "1.0", "id": "%s", "source": "/harbour", "type": "post", "data": %s}\
    """
        .formatted(id, event(text));
  }

  private ResultActions sendCloud(String type, String body) throws Exception {
    return mvc.perform(
        request("application/" + type + "+json", body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void fieldsThatAreNotReadAreTold() throws Exception {
    send(1, lines(0, 3).replace("\"kind\"", "\"mood\": 1, \"kind\""))
        .andExpect(jsonPath("$.accepted").value(3))
        .andExpect(jsonPath("$.ignored[0].field").value("mood"))
        .andExpect(jsonPath("$.ignored[0].count").value(3));
  }

  @Test
  void theApiDescribesItself() throws Exception {
    server
        .perform(get("/api/openapi"))
        .andExpect(jsonPath("$.paths['/api/v1/events'].post.requestBody.content.length()").value(3))
        .andExpect(
            jsonPath("$.components.schemas.AcceptedEvents.properties.refused_count").exists());
  }
}
